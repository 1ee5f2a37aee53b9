// What the reader has chosen: one flat record that the address carries whole.

const TEXTS = ["at", "other", "show", "size", "colour", "story", "rows", "sheet", "sort", "words"];
const LISTS = ["kinds", "relations", "countries", "regions", "sources", "lists", "columns"];
const NUMBERS = { steps: [1, 6], core: [0, 99], year: [0, 9999], step: [0, 99] };
const TRUTHS = ["main", "leaves", "down"];
export const TABS = ["overview", "graph", "map", "timeline", "matrix", "table"];
const CHOICES = { show: ["", "ego", "path", "pair"], colour: ["type", "community"], sheet: ["things", "links"], tab: TABS };

export function defaultState(kinds) {
  return Object.freeze({
    tab: "overview", at: "", other: "", show: "", steps: 1,
    kinds: kinds.filter(({ behind }) => !behind).map(({ kind }) => kind),
    relations: [], countries: [], regions: [], sources: [], lists: [],
    size: "links", colour: "type", main: false, leaves: true, core: 0, year: 0,
    story: "", step: 0, rows: "cities", sheet: "things", sort: "", down: false, words: "", columns: [],
  });
}

// The state that an address names; whatever it does not name, or names wrongly, is as it was at first.
export function parseState(hash, defaults) {
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return Object.freeze({ ...defaults, at: decoded(text) });
  const said = Object.fromEntries(text.split("&").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
  const found = { ...defaults };
  for (const name of Object.keys(defaults)) if (name in said) found[name] = parsedField(name, said[name], defaults[name]);
  return Object.freeze(found);
}

export function formatState(state, defaults) {
  const differing = Object.keys(defaults).filter((name) => !sameField(state[name], defaults[name]));
  if (differing.length === 1 && differing[0] === "at" && !state.at.includes("=")) return encodeURIComponent(state.at);
  return differing.map((name) => `${name}=${writtenField(state[name])}`).join("&");
}

export function sameField(a, b) {
  return Array.isArray(a) ? a.length === b.length && a.every((each) => b.includes(each)) : a === b;
}

function parsedField(name, text, fallback) {
  if (LISTS.includes(name)) return text ? text.split(",").map(decoded).filter(Boolean) : [];
  if (TRUTHS.includes(name)) return text === "1" ? true : text === "0" ? false : fallback;
  if (name in NUMBERS) return boundedNumber(text, NUMBERS[name], fallback);
  const value = decoded(text);
  if (name in CHOICES) return CHOICES[name].includes(value) ? value : fallback;
  return TEXTS.includes(name) ? value : fallback;
}

function boundedNumber(text, [least, most], fallback) {
  const value = Number(text);
  return Number.isInteger(value) && text !== "" ? Math.max(least, Math.min(most, value)) : fallback;
}

function writtenField(value) {
  if (Array.isArray(value)) return value.map(encodeURIComponent).join(",");
  return value === true ? "1" : value === false ? "0" : encodeURIComponent(value);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
