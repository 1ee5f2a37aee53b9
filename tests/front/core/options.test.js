import assert from "node:assert/strict";
import test from "node:test";
import { filterWords, filtersReset, filtersWide, sizeSays } from "../../../kg/explorer/front/core/filterwords.js";
import { countryOptions, listOptions, regionOptions, relationOptions, relationWords, sizeOptions, sourceOptions } from "../../../kg/explorer/front/core/options.js";
import { defaultState, parseState } from "../../../kg/explorer/front/core/state.js";
import { little, worldOf } from "../world.js";

const brief = (options) => options.map(({ value, words, number }) => `${value}|${words}|${number}`);

test("relations come in the order of headings, with both ends in words and their number", () => {
  assert.deepEqual(brief(relationOptions(little())).slice(0, 1), ["memberOf|Memberships · Members|3"]);
  assert.equal(relationOptions(little()).length, 3);
  assert.equal(relationWords(little(), "unheardOf"), "unheardOf");
});

test("countries have the names of their things, and are found by their region", () => {
  const model = worldOf([{ key: "a", kind: "city", country: "pe", region: "South America" }, { key: "b", kind: "city", country: "dk" }, { key: "c", kind: "city", country: "dk" },
    { key: "dk", kind: "country", name: "Denmark" }, { key: "pe", kind: "country", name: "Peru" }], []);
  assert.deepEqual(brief(countryOptions(model)), ["dk|Denmark|2", "pe|Peru|1"]);
  assert.equal(countryOptions(model)[1].group, "South America");
  assert.deepEqual(brief(regionOptions(model)), ["South America|South America|1"]);
});

test("a country without a thing of its own has its key", () => {
  assert.deepEqual(brief(countryOptions(worldOf([{ key: "a", kind: "city", country: "xx" }], []))), ["xx|xx|1"]);
});

test("a link said twice in one kind of source counts once", () => {
  const model = worldOf([{ key: "a", kind: "city" }, { key: "b", kind: "city" }], [["a", "partnerIn", "b", { evidence: [0, 0] }], ["b", "partnerIn", "a"]]);
  assert.deepEqual(brief(sourceOptions(model)), ["Document|Document|1"]);
});

test("lists come from complete to unknown, only those there are", () => {
  const model = worldOf(["not-public", "complete", ""].map((list, at) => ({ key: `n${at}`, kind: "network", list })), []);
  assert.deepEqual(listOptions(model).map(({ value }) => value), ["complete", "not-public", "unknown"]);
});

test("sizes are links, the measures of the page, and none", () => {
  const model = worldOf([{ key: "a", kind: "city" }], [], [], { measures: [{ name: "degree", title: "Degree", says: "How many." }] });
  assert.deepEqual(sizeOptions(model).map(({ value }) => value), ["links", "degree", "same"]);
  assert.equal(sizeSays(model, "degree"), "How many.");
  assert.equal(sizeSays(model, "unknown"), "");
});

const model = little(), defaults = defaultState(model.kinds);
const chips = (hash) => filterWords(model, parseState(hash, defaults), defaults).map(({ words }) => words);

test("nothing is said while nothing is filtered", () => {
  assert.deepEqual(chips(""), []);
  assert.deepEqual(chips("#at=a&tab=map&size=same&colour=community"), []);
});

test("each filter is said in words", () => {
  assert.deepEqual(chips("#kinds=city,network,country"), ["without Practices", "with Countries"]);
  assert.deepEqual(chips("#relations=memberOf&countries=dk,pe&regions=Northern Europe&sources=Document&lists=not-public"),
    ["only linked by Memberships · Members", "in dk, pe", "in Northern Europe", "said in Document", "lists not public"]);
  assert.deepEqual(chips("#main=1&leaves=0&core=2&year=2012"), ["main component", "without leaves", "2-core", "in 2012"]);
  assert.deepEqual(chips("#show=ego&at=a&steps=2"), ["Århus and all within 2 steps"]);
  assert.deepEqual(chips("#show=path&at=a&other=b"), ["the way from Århus to Lima"]);
  assert.deepEqual(chips("#show=pair&at=a&other=nobody"), []);
});

test("of many values three are named", () => {
  assert.deepEqual(chips("#countries=a1,b1,c1,d1,e1"), ["in a1, b1, c1 and 2 more"]);
});

test("undoing each chip gives the state as it was at first", () => {
  const state = parseState("#kinds=city,country&relations=memberOf&countries=dk&main=1&leaves=0&core=2&year=2012&show=path&at=a&other=b", defaults);
  const undone = filterWords(model, state, defaults).reduce((now, { changes }) => ({ ...now, ...changes, ...(changes.kinds ? { kinds: defaults.kinds } : {}) }), state);
  assert.deepEqual(filterWords(model, undone, defaults), []);
});

test("a reset leaves the tab and the selection, and showing all takes every type", () => {
  const state = parseState("#at=a&tab=map&kinds=city&main=1&size=same&show=ego", defaults);
  assert.deepEqual({ ...state, ...filtersReset(defaults) }, { ...defaults, at: "a", tab: "map" });
  assert.deepEqual({ ...state, ...filtersWide(model, defaults) }.kinds, ["city", "network", "instrument", "practice", "country"]);
  assert.equal({ ...state, ...filtersWide(model, defaults) }.size, "same");
});
