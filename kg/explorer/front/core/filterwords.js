// What is filtered now, in words, each with the changes that undo it.

import { nameOf } from "./model.js";
import { relationWords, sizeOptions } from "./options.js";
import { FILTERS } from "./state.js";
import { count, numeral, short } from "./text.js";

const OWN_FIELDS = [...FILTERS, "show", "other"];

export function filterWords(model, state, defaults) {
  return [...kindWords(model, state, defaults), ...listWords(model, state), ...switchWords(state, defaults), ...focusWords(model, state)];
}

// All filters as they are at first, or as wide as they go.
export function filtersReset(defaults) {
  return atFirst([...OWN_FIELDS, "size", "colour"], defaults);
}

export function filtersWide(model, defaults) {
  return { ...atFirst(OWN_FIELDS, defaults), kinds: model.kinds.map(({ kind }) => kind) };
}

const atFirst = (names, defaults) => Object.fromEntries(names.map((name) => [name, defaults[name]]));

// What is shown, in one sentence.
export function shownWords(model, state, shown) {
  const undated = shown.undated ? `, of which ${numeral(shown.undated)} without a date` : "";
  const year = state.year ? ` in ${state.year}` : "";
  return `${count(shown.nodes.length, "thing")} of ${numeral(model.nodes.length)} and ${
    count(shown.links.length, "link")} of ${numeral(model.links.length)}${undated}${year}.`;
}

function kindWords(model, state, defaults) {
  const there = new Set(model.nodes.map((node) => node.kind)), names = new Map(model.kinds.map(({ kind, name }) => [kind, name]));
  const hidden = defaults.kinds.filter((kind) => there.has(kind) && !state.kinds.includes(kind));
  const added = state.kinds.filter((kind) => there.has(kind) && !defaults.kinds.includes(kind));
  return [
    ...said(hidden.length > 0, `without ${fewWords(hidden, (kind) => names.get(kind))}`, { kinds: [...state.kinds, ...hidden] }),
    ...said(added.length > 0, `with ${fewWords(added, (kind) => names.get(kind))}`,
      { kinds: state.kinds.filter((kind) => !added.includes(kind)) }),
  ];
}

function listWords(model, state) {
  const words = {
    relations: [(value) => relationWords(model, value), "only linked by"], countries: [(value) => nameOf(model, value), "in"],
    regions: [String, "in"],
    sources: [String, "said in"], lists: [(value) => value.replace("-", " "), "lists"],
  };
  return Object.entries(words).flatMap(([field, [wordsOf, before]]) => (
    said(state[field].length > 0, `${before} ${fewWords(state[field], wordsOf)}`, { [field]: [] })));
}

function switchWords(state, defaults) {
  return [
    ...said(state.main, "main component", { main: false }), ...said(!state.leaves, "without leaves", { leaves: true }),
    ...said(state.core > 0, `${state.core}-core`, { core: 0 }), ...said(state.year > 0, `in ${state.year}`, { year: defaults.year }),
  ];
}

// What the page shows of one thing, or of two.
function focusWords(model, state) {
  const [at, other] = [state.at, state.other].map((key) => model.byKey.get(key));
  const words = {
    ego: at && `${short(at.name)} and all within ${state.steps} ${state.steps === 1 ? "step" : "steps"}`,
    path: at && other && `the way from ${short(at.name)} to ${short(other.name)}`,
    pair: at && other && `${short(at.name)} and ${short(other.name)} compared`,
  };
  return said(Boolean(words[state.show]), words[state.show], { show: "", other: "" });
}

export function sizeSays(model, size) {
  const found = sizeOptions(model).find(({ value }) => value === size);
  return found ? found.says : "";
}

const said = (holds, words, changes) => (holds ? [{ words, changes }] : []);

// "Cities, Funds", "Cities, Funds and 3 more"
function fewWords(values, wordsOf, most = 3) {
  const words = values.slice(0, most).map(wordsOf).join(", ");
  return values.length > most ? `${words} and ${values.length - most} more` : words;
}
