// What there is to choose from: for each filter its values, their words and how many things or links have them.

import { countedBy } from "./groups.js";
import { headingOf, listWord, nameOf } from "./model.js";
import { byWords } from "./text.js";

const LIST_WORDS = {
  complete: "Complete: absence means something", partial: "Partial: some are missing", "not-public": "Not public: few can be known",
  unknown: "Unknown: no source says",
};

// Each is {value, words, number, group}; only what is there, in the order of readers.
export function relationOptions(model) {
  const numbers = tally(model.links, (link) => [link.relation]);
  const rank = (relation) => Math.min(headingOf(model, "out", relation).rank, headingOf(model, "in", relation).rank);
  return optionsOf(numbers, (relation) => relationWords(model, relation))
    .sort((a, b) => rank(a.value) - rank(b.value) || byWords(a.words, b.words));
}

// Both ends of a relation in words: "Memberships · Members".
export function relationWords(model, relation) {
  const own = ["out", "in"].map((side) => headingOf(model, side, relation).words);
  return own[0] === own[1] ? own[0] : own.join(" · ");
}

export function countryOptions(model) {
  const regions = new Map(model.nodes.filter((node) => node.country && node.region).map((node) => [node.country, node.region]));
  return optionsOf(tally(model.nodes, (node) => [node.country]), (key) => nameOf(model, key), (key) => regions.get(key) || "")
    .sort((a, b) => byWords(a.words, b.words));
}

export function regionOptions(model) {
  return optionsOf(tally(model.nodes, (node) => [node.region]), String).sort((a, b) => byWords(a.words, b.words));
}

// Kinds of sources, with how many links each says.
export function sourceOptions(model) {
  const kinds = (link) => new Set(link.evidence.map((place) => place.source && place.source.kind));
  return optionsOf(tally(model.links, kinds), String).sort((a, b) => b.number - a.number || byWords(a.words, b.words));
}

export function listOptions(model) {
  const known = Object.keys(LIST_WORDS);
  return optionsOf(tally(model.nodes, (node) => [listWord(node)]), (word) => LIST_WORDS[word] || word)
    .sort((a, b) => known.indexOf(a.value) - known.indexOf(b.value));
}

export function sizeOptions(model) {
  return [
    { value: "links", words: "Number of links", says: "A mark is as large as the thing has links." },
    ...model.measures.map(({ name, title, says }) => ({ value: name, words: title, says })),
    { value: "same", words: "All the same", says: "All marks are of one size." },
  ];
}

// How many rows have each value; a row may have several, or none.
const tally = (rows, valuesOf) => countedBy(rows.flatMap((row) => [...valuesOf(row)].filter(Boolean)), (value) => value);

const optionsOf = (numbers, words, group = () => "") => (
  [...numbers].map(([value, number]) => ({ value, words: words(value), number, group: group(value) })));
