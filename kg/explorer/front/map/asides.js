// What stands beside the map: the words at the pointer, the steps of the shading, and the same places as a list.

import { nameOf } from "../core/model.js";
import { count, numeral } from "../core/text.js";
import { button, el, svg } from "../widgets/dom.js";
import { placesByCountry } from "./places.js";
import { SHADES, shadeOf } from "./window.js";

// What the pointer is on: its name and country, and how many more are on the same point.
export function pointedWords({ model }, found) {
  const [{ node }] = found, country = nameOf(model, node.country);
  const more = found.length > 1 ? `${found.length - 1} more here; each click takes the next` : "";
  return [node.name, country, more].filter(Boolean).join(" · ");
}

// The steps that occur, each with its colour; and how many countries are too small to have a shape.
export function legendMap(host, counts, known) {
  host.hidden = !counts;
  if (!counts) return;
  const most = shadeOf(Math.max(0, ...counts.values())), small = [...counts.keys()].filter((key) => !known.has(key)).length;
  const items = SHADES.slice(0, most).map((least, step) => el("li", "", {}, shadeSwatch(step + 1), el("span", shadeWords(step))));
  const are = small === 1 ? "is" : "are";
  if (small) items.push(el("li", `${count(small, "country", "countries")} with places ${are} too small for these borders`));
  host.replaceChildren(...items);
}

const shadeSwatch = (step) => svg("svg", { width: 18, height: 12, "aria-hidden": "true" },
  svg("rect", { width: 18, height: 12, class: `shade-${step}` }));

function shadeWords(step) {
  const least = SHADES[step], next = SHADES[step + 1];
  return next ? `${least} to ${next - 1}` : `${least} or more places`;
}

// Filled when it is opened, and again while it is open.
export function listMap({ app, list }) {
  if (!list.open) return;
  const groups = placesByCountry(app.shown.nodes, app.model);
  list.lastChild.replaceChildren(...groups.map(([name, places]) => el("section", "", {},
    el("h2", `${name}: ${numeral(places.length)}`, { dir: "auto" }),
    el("ul", "", {}, ...places.map((node) => el("li", "", {}, listedPlace(app, node)))))));
}

const listedPlace = (app, node) => button(node.name, () => app.go({ at: node.key }), {
  class: "plain-button", "aria-current": app.state.at === node.key ? "true" : null,
});
