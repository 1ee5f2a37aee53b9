// The legend, which is the filter of types: shape, colour, name, and how many of how many are shown.

import { countedBy } from "../core/groups.js";
import { numeral } from "../core/text.js";
import { el } from "../widgets/dom.js";
import { kindSwatch } from "../widgets/swatches.js";

export function legendBox(app) {
  const there = countedBy(app.model.nodes, ({ kind }) => kind);
  const rows = app.model.kinds.filter(({ kind }) => there.has(kind)).map((kind) => legendRow(app, kind, there.get(kind.kind)));
  const element = el("div", "", { id: "legend", role: "group", "aria-label": "Types" }, ...rows.map(({ label }) => label));
  return { element, update: () => updateLegend(app, element, rows) };
}

function legendRow(app, kind, all) {
  const input = el("input", "", { type: "checkbox", "data-kind": kind.kind });
  const number = el("span", "", { class: "number" });
  input.addEventListener("change", () => {
    const others = app.state.kinds.filter((each) => each !== kind.kind);
    app.go({ kinds: input.checked ? [...others, kind.kind] : others });
  });
  const label = el("label", "", { class: "tick" }, input, kindSwatch(kind), el("span", kind.name), number);
  return { kind: kind.kind, all, input, number, label };
}

function updateLegend(app, element, rows) {
  element.classList.toggle("shapes", app.state.colour === "community"); // colours say something else then
  const shown = countedBy(app.shown.nodes, ({ kind }) => kind), chosen = new Set(app.state.kinds);
  for (const { kind, all, input, number } of rows) {
    input.checked = chosen.has(kind);
    const some = shown.get(kind) || 0;
    number.textContent = some === all ? numeral(all) : `${numeral(some)} of ${numeral(all)}`;
  }
}
