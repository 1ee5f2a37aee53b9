import assert from "node:assert/strict";
import test from "node:test";
import { defaultState, formatState, parseState } from "../../../kg/explorer/front/core/state.js";

const defaults = defaultState([{ kind: "city", behind: false }, { kind: "network", behind: false }, { kind: "country", behind: true }]);

test("an address names only what differs, and a selection alone is its key", () => {
  assert.equal(formatState(defaults, defaults), "");
  assert.equal(formatState({ ...defaults, at: "łódź-pl" }, defaults), "%C5%82%C3%B3d%C5%BA-pl");
  assert.equal(formatState({ ...defaults, at: "lima-pe", tab: "map", main: true }, defaults), "tab=map&at=lima-pe&main=1");
});

test("whatever is chosen comes back from its address", () => {
  const chosen = {
    ...defaults, tab: "graph", at: "a=b&c", other: "x,y", show: "path", steps: 3, kinds: ["city"], relations: ["memberOf", "a,b"], countries: ["pe"], regions: ["South America"],
    sources: ["Official page"], lists: ["partial"], size: "degree", colour: "community", main: true, leaves: false, core: 2, year: 2018, story: "who-pays", step: 2, rows: "regions",
    sheet: "links", sort: "name", down: true,
  };
  assert.deepEqual({ ...parseState(`#${formatState(chosen, defaults)}`, defaults) }, chosen);
});

test("no kind at all is a choice too", () => {
  assert.deepEqual(parseState(`#${formatState({ ...defaults, kinds: [] }, defaults)}`, defaults).kinds, []);
});

test("the order of a list is no difference", () => {
  assert.equal(formatState({ ...defaults, kinds: ["network", "city"] }, defaults), "");
});

test("what an address names wrongly is as it was at first", () => {
  const read = parseState("#tab=nowhere&steps=many&core=-5&year=20180&main=perhaps&show=all&unknown=1&at=%E0%A4%A", defaults);
  assert.deepEqual({ ...read }, { ...defaults, core: 0, year: 9999 });
});

test("a key that looks like a choice is written out", () => {
  const state = { ...defaults, at: "a=b" };
  assert.equal(parseState(`#${formatState(state, defaults)}`, defaults).at, "a=b");
});
