// Counts of the same thing that differ, side by side: what each source says, when, and where.

import { byWords } from "../core/text.js";
import { el } from "../widgets/dom.js";
import { placesOf } from "../widgets/evidence.js";

export const SIDE_BY_SIDE = "Numbers, side by side";

// "over 110 cities are members (2023-12)" → {text: "over 110 cities are members", when: "2023-12", what: "cities are members"}
export function numberParts(text) {
  const [, told, remark = ""] = /^(.*?)(?: \(([^()]*(?:\([^()]*\)[^()]*)*)\))?$/s.exec(text);
  const [when, ...others] = remark.split(", ");
  const dated = /^\d{4}(-\d\d){0,2}$/.test(when);
  const more = dated ? others.join(", ") : remark;
  return { text: told + (more ? ` (${more})` : ""), when: dated ? when : "", what: whatIsCounted(told) };
}

// "cities are members" of "over 110 cities are members", "Clients served" of "Clients served: over 100 persons".
function whatIsCounted(told) {
  const [, named = ""] = /^(.*): \D*\d/s.exec(told) || [];
  return named || told.replace(/^\D*\d[\d.,]*( to [\d.,]+)? ?/, "");
}

// The same count from several sources stands together, the earliest first, what has no date last.
export function numberRows(facts) {
  const rows = facts.map((fact) => ({ fact, ...numberParts(fact.text) }));
  return rows.sort((a, b) => byWords(a.what, b.what) || (a.when || "9").localeCompare(b.when || "9") || byWords(a.text, b.text));
}

export function numberTable(facts) {
  const header = el("tr", "", {}, ...["Said", "As of", "Where"].map((words) => el("th", words, { scope: "col" })));
  const rows = numberRows(facts).map(({ fact, text, when }) => el("tr", "", {},
    el("td", text, { dir: "auto" }), el("td", when), el("td", "", {}, ...placesOf(fact))));
  return el("table", "", { class: "numbers" }, el("thead", "", {}, header), el("tbody", "", {}, ...rows));
}
