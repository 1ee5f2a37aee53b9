// What is known of the selected thing, each line with where it is said.

import { button, el } from "./dom.js";
import { headingOf } from "./model.js";
import { spoken, whereSaid } from "./text.js";

export function detailsPanel(host, app) {
  return { update: () => host.replaceChildren(...detailsOf(app)) };
}

function detailsOf(app) {
  const node = app.model.byKey.get(app.state.at);
  if (!node) return [el("h2", "Nothing is selected"), el("p", "Choose a thing to read what is said of it, and where.")];
  const facts = node.facts.map((fact) => el("li", `${headingOf(app.model, "out", fact.relation).words}: ${fact.text}`, { dir: "auto" }, ...placesOf(fact)));
  const links = node.links.map(({ link, other, side }) => el("li", `${headingOf(app.model, side, link.relation).words}: `, {},
    button(other.name, () => app.go({ at: other.key })), ...placesOf(link)));
  return [el("h2", node.name, { dir: "auto" }), el("p", spoken(node.type)), el("ul", "", {}, ...facts, ...links)];
}

const placesOf = (row) => row.evidence.map((place) => el("span", whereSaid(place), { class: "where" }));
