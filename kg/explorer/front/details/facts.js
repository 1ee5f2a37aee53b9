// What is said of a thing, under the headings in their order: facts, and links in both directions.

import { headingOf } from "../core/model.js";
import { spoken } from "../core/text.js";
import { chooseThing } from "../widgets/choosing.js";
import { button, el } from "../widgets/dom.js";
import { placesOf } from "../widgets/evidence.js";
import { foldedList } from "../widgets/folding.js";
import { numberTable, SIDE_BY_SIDE } from "./numbers.js";

const FEW_LINES = 30;

// Pure: [{words, rank, facts, links}], in the order of the headings.
export function sectionsOf(model, node) {
  const found = new Map();
  const section = ({ words, rank }) => found.get(words) || found.set(words, { words, rank, facts: [], links: [] }).get(words);
  for (const fact of node.facts) section(wordedHeading(model, "out", fact.relation)).facts.push(fact);
  for (const link of node.links) section(wordedHeading(model, link.side, link.link.relation)).links.push(link);
  return [...found.values()].sort((a, b) => a.rank - b.rank);
}

export function wordedHeading(model, side, relation) {
  const heading = headingOf(model, side, relation);
  return heading.words === relation ? { ...heading, words: spoken(relation) } : heading;
}

// What a statement adds to its link: role, words and dates; dates that the words have are not said again.
export function linkRemark({ remark, role, start, end }) {
  const said = remark || role;
  return [said, datesMissing(said, start, end)].filter(Boolean).join(", ");
}

function datesMissing(said, start, end) {
  if ([start, end].every((date) => !date || said.includes(date))) return "";
  if (start && end) return start === end ? start : `${start}–${end}`;
  return start ? `since ${start}` : `until ${end}`;
}

export function factSections(app, node) {
  return sectionsOf(app.model, node).flatMap(({ words, facts, links }) => [el("h3", words), ...(words === SIDE_BY_SIDE
    ? [numberTable(facts)] : foldedList([...facts, ...links], FEW_LINES, (each) => (each.link ? linkItem(app, each) : factItem(each))))]);
}

function factItem(fact) {
  return el("li", "", {}, el("span", fact.text, { dir: "auto" }), ...placesOf(fact));
}

function linkItem(app, { link, other }) {
  const remark = linkRemark(link);
  const said = remark ? [el("span", remark, { class: "remark", dir: "auto" })] : [];
  return el("li", "", {}, thingButton(app, other), ...said, ...placesOf(link));
}

export function thingButton(app, node) {
  return button(node.name, () => chooseThing(app, node), { class: "plain-button thing" });
}
