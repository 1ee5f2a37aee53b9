// What the reader has chosen: one flat record that the address carries whole.

export const TABS = ["overview", "graph", "map", "timeline", "matrix", "table"];

// Each field with what it is at first; text that is one of a few words, whole numbers between two, true or false, lists.
const choice = (...known) => ({ start: known[0], known, read: (text) => (known.includes(decoded(text)) ? decoded(text) : known[0]) });
const words = (start = "") => ({ start, read: decoded });
const list = () => ({ start: [], read: (text) => text.split(",").map(decoded).filter(Boolean) });
const truth = (start = false) => ({ start, read: (text) => ({ 1: true, 0: false })[text] ?? start });
const whole = (start, least, most) => ({
  start, least, most, read: (text) => (/^-?\d+$/.test(text) ? Math.max(least, Math.min(most, Number(text))) : start),
});

export const FIELDS = {
  tab: choice(...TABS), at: words(), other: words(), show: choice("", "ego", "path", "pair"), steps: whole(1, 1, 6),
  kinds: list(), relations: list(), countries: list(), regions: list(), sources: list(), lists: list(),
  size: words("links"), colour: choice("type", "community"),
  main: truth(), leaves: truth(true), core: whole(0, 0, 99), year: whole(0, 0, 9999),
  story: words(), step: whole(0, 0, 99),
  place: words(), shade: truth(), // the map
  since: whole(0, 0, 9999), until: whole(0, 0, 9999), // the timeline
  rows: choice("cities", "countries", "subregions", "regions", "sides"), // the matrix
  sheet: choice("things", "links"), sort: words(), down: truth(), words: words(), columns: list(), // the table
};

// Those that say which things and links are shown, besides a view of one thing or of two.
export const FILTERS = ["kinds", "relations", "countries", "regions", "sources", "lists", "main", "leaves", "core", "year"];

export function defaultState(kinds) {
  const start = Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, field.start]));
  return Object.freeze({ ...start, kinds: kinds.filter(({ behind }) => !behind).map(({ kind }) => kind) });
}

// The state that an address names; whatever it does not name, or names wrongly, is as it was at first.
export function parseState(hash, defaults) {
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return Object.freeze({ ...defaults, at: decoded(text) });
  const said = text.split("&").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  const known = said.filter(([name]) => Object.hasOwn(FIELDS, name)).map(([name, value]) => [name, FIELDS[name].read(value)]);
  return Object.freeze({ ...defaults, ...Object.fromEntries(known) });
}

export function formatState(state, defaults) {
  const differing = Object.keys(defaults).filter((name) => !sameField(state[name], defaults[name]));
  if (differing.length === 1 && differing[0] === "at" && !state.at.includes("=")) return encodeURIComponent(state.at);
  return differing.map((name) => `${name}=${writtenField(state[name])}`).join("&");
}

export function sameField(a, b) {
  return Array.isArray(a) ? a.length === b.length && a.every((each) => b.includes(each)) : a === b;
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
