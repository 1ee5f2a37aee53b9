import assert from "node:assert/strict";
import test from "node:test";
import { filterMemory, shownOf } from "../../../kg/explorer/front/core/filters.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { little, worldOf } from "../world.js";

const keysOf = (model, changes = {}) => shownOf(model, { ...defaultState(model.kinds), ...changes }).nodes.map(({ key }) => key).join(" ");
const linksOf = (model, changes = {}) => shownOf(model, { ...defaultState(model.kinds), ...changes }).links.map(({ key }) => key).join(" ");

test("at first everything is shown that is not behind", () => {
  assert.equal(keysOf(little()), "a b c n m p");
  assert.equal(linksOf(little()), "s0 s1 s2 s3");
});

test("kinds that are chosen are all that is shown", () => {
  assert.equal(keysOf(little(), { kinds: ["city"] }), "a b c");
  assert.equal(linksOf(little(), { kinds: ["city"] }), "");
});

test("a relation keeps who is linked by it", () => {
  assert.equal(keysOf(little(), { relations: ["implementedBy"] }), "a p");
});

test("a kind of source keeps what it says", () => {
  assert.equal(linksOf(little(), { sources: ["Document"] }), "s0");
  assert.equal(keysOf(little(), { sources: ["Document"] }), "a n");
});

test("a country keeps its places and what is linked with them", () => {
  assert.equal(keysOf(little(), { countries: ["pe"] }), "b n");
  assert.equal(keysOf(little(), { regions: ["Northern Europe"] }), "a n m p");
});

test("a word on lists keeps the collectives of which it is said, and everything that is no collective", () => {
  assert.equal(keysOf(little(), { lists: ["partial"] }), "a b c n p");
  assert.equal(keysOf(little(), { lists: ["complete"] }), "a b c p");
  assert.equal(keysOf(little(), { lists: ["unknown"] }), "a b c m p");
});

test("a year keeps what was there, with undated links counted and shown", () => {
  const model = little(), shown = shownOf(model, { ...defaultState(model.kinds), year: 2012 });
  assert.equal(shown.links.map(({ key }) => key).join(" "), "s0 s1 s2 s3");
  assert.equal(shown.undated, 2);
  assert.equal(linksOf(model, { year: 2000 }), "s1 s3");
  assert.equal(keysOf(model, { year: 2000 }), "a b c n p");
  assert.equal(keysOf(model, { year: 2016 }), "a b c n p");
});

test("the main part is the largest connected one, leaves are what has one link", () => {
  assert.equal(keysOf(little(), { main: true }), "a b n m p");
  assert.equal(keysOf(little(), { leaves: false }), "a n");
});

const cities = (keys) => [...keys].map((key) => ({ key, kind: "city" }));
const ties = (pairs) => pairs.split(" ").map(([from, to]) => [from, "partnerIn", to]);

test("the k-core of a triangle with a tail is the triangle", () => {
  const model = worldOf(cities("abcde"), ties("ab bc ca cd de"));
  assert.equal(keysOf(model, { core: 1 }), "a b c d e");
  assert.equal(keysOf(model, { core: 2 }), "a b c");
  assert.equal(keysOf(model, { core: 3 }), "");
});

test("parallel links and loops are one neighbour or none in a core", () => {
  const model = worldOf(cities("ab"), ties("ab ab aa"));
  assert.equal(keysOf(model, { core: 1 }), "a b");
  assert.equal(keysOf(model, { core: 2 }), "");
});

test("an ego view, a path and a pair keep what they are about", () => {
  const model = worldOf(cities("abcdef"), ties("ab bc cd ae ec"));
  assert.equal(keysOf(model, { show: "ego", at: "a" }), "a b e");
  assert.equal(keysOf(model, { show: "ego", at: "a", steps: 2 }), "a b c e");
  assert.equal(keysOf(model, { show: "path", at: "a", other: "d" }), "a b c d");
  assert.equal(keysOf(model, { show: "path", at: "a", other: "f" }), "a");
  assert.equal(keysOf(model, { show: "pair", at: "a", other: "d" }), "a b c d e");
  assert.equal(keysOf(model, { show: "ego", at: "nobody" }), "a b c d e f");
});

test("an empty graph and a single thing are shown as they are", () => {
  assert.equal(keysOf(worldOf([], []), { main: true, core: 1 }), "");
  assert.equal(keysOf(worldOf(cities("a"), [])), "a");
  assert.equal(keysOf(worldOf(cities("a"), []), { main: true }), "a");
});

test("the memory of filters gives the same record for the chosen year and for all years, step after step", () => {
  const model = little(), memory = filterMemory(model), state = defaultState(model.kinds), ever = memory(state);
  for (const year of [2001, 2012, 2016]) {
    const shown = memory({ ...state, year });
    assert.equal(memory({ ...state, year, at: "a", tab: "map" }), shown);
    assert.equal(memory({ ...state, year: 0 }), ever);
    assert.notEqual(shown, ever);
  }
  assert.notEqual(memory({ ...state, kinds: [] }), ever);
});
