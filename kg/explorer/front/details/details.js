// The right panel: what is known of the selected thing, each line with where it is said.

import { nameOf } from "../core/model.js";
import { spoken } from "../core/text.js";
import { sourcesOf } from "../files/citation.js";
import { focusDetails } from "../widgets/choosing.js";
import { el, narrow, part } from "../widgets/dom.js";
import { placesOf, sourceList } from "../widgets/evidence.js";
import { citeButtons } from "./citing.js";
import { factSections } from "./facts.js";
import { actionButtons, hiddenHint, pairButtons } from "./focusing.js";
import { pairSection, pathSection } from "./pairs.js";
import { scoreSection } from "./scores.js";
import { welcome } from "./welcome.js";

const WATCHED = ["at", "other", "show", "steps"];

export function detailsPanel(host, app) {
  let seen = null;
  part("skip").addEventListener("click", (event) => { event.preventDefault(); focusDetails(); }); // its address would be a state
  return { update: () => {
    if (seen && !detailsDiffer(app, seen)) return;
    const moved = !seen || seen.state.at !== app.state.at;
    refillDetails(host, app, moved);
    seen = { state: app.state, shown: app.shown };
  } };
}

// Filters change only what two things have between them, and whether one is shown.
function detailsDiffer({ model, state, shown }, seen) {
  const node = model.byKey.get(state.at);
  return WATCHED.some((name) => seen.state[name] !== state[name]) || (state.other && seen.shown !== shown)
    || Boolean(node && seen.shown.node[node.number] !== shown.node[node.number]);
}

// What had the focus has it again if it is still there, else the heading.
function refillDetails(host, app, moved) {
  const held = host.contains(document.activeElement) ? document.activeElement.id || "none" : "";
  host.replaceChildren(...detailsOf(app));
  if (moved) host.scrollTop = 0;
  if (held) (host.querySelector(`[id="${CSS.escape(held)}"]`) || host.querySelector("h2")).focus({ preventScroll: !narrow() });
}

function detailsOf(app) {
  const { model, state } = app, node = model.byKey.get(state.at), other = model.byKey.get(state.other);
  if (!node) return welcome(app);
  if (other && ["path", "pair"].includes(state.show)) return twoThings(app, node, other);
  return [
    el("h2", node.name, { dir: "auto", tabindex: -1 }), el("p", whatItIs(app, node), { class: "soft kind", dir: "auto" }),
    ...ownPage(app, node), ...hiddenHint(app, node), ...actionButtons(app, node), ...factSections(app, node), ...scoreSection(app, node),
    ...(node.evidence.length ? [el("h3", "Named in"), el("p", "", {}, ...placesOf(node))] : []),
    ...sourceSection(node), ...citeButtons(app, node),
  ];
}

function twoThings(app, node, other) {
  const section = app.state.show === "path" ? pathSection : pairSection;
  const title = el("h2", `${node.name} and ${other.name}`, { dir: "auto", tabindex: -1 });
  return [title, ...pairButtons(app, node, other), ...section(app, node, other),
    el("h3", "Cite"), ...citeButtons(app, null)];
}

function whatItIs(app, node) {
  return [spoken(node.type || node.kind), node.country && nameOf(app.model, node.country), node.key].filter(Boolean).join(" · ");
}

// Of a large graph the main collectives have pages of their own, beside this one.
function ownPage(app, node) {
  const own = (app.model.files || []).find(({ key, file }) => key === node.key && /^[\w./%-]+$/.test(file));
  return own ? [el("p", "", {}, el("a", "Its page: this and what is linked with it", { href: own.file }))] : [];
}

function sourceSection(node) {
  const known = sourcesOf(node);
  return known.length ? [el("h3", "Sources"), ...sourceList(known)] : [];
}
