import assert from "node:assert/strict";
import test from "node:test";
import { GROUPINGS, cellCount, cellsOf, objectiveOf, shadeOf, orderedRows } from "../../../kg/explorer/front/matrix/cells.js";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { FIELDS, defaultState } from "../../../kg/explorer/front/core/state.js";
import { payloadOf, worldOf } from "../world.js";
import { modelOf } from "../../../kg/explorer/front/core/model.js";

const OBJECTIVES = [["1", "Data"], ["2", "Causes"], ["7", "Vulnerabilities"]];
const WORLD = { dk: ["Northern Europe", "Europe", "Global North"], pe: ["South America", "Americas", "Global South"], fj: ["Melanesia", "Oceania", "Global South"] };
const NODES = [
  { key: "a", kind: "city", name: "Århus", country: "dk" }, { key: "b", kind: "city", name: "Lima", country: "pe" }, { key: "f", kind: "city", name: "Suva", country: "fj" },
  { key: "dk", kind: "country", name: "Denmark" }, { key: "pe", kind: "country", name: "Peru" }, { key: "g", kind: "country", name: "Unnamed group" },
  { key: "p", kind: "practice", name: "Both" }, { key: "q", kind: "practice", name: "One" }, { key: "r", kind: "practice", name: "Bare" }, { key: "s", kind: "practice", name: "Nobody’s" },
  { key: "t", kind: "practice", name: "Principle" }, { key: "i", kind: "instrument", name: "Agenda" }, { key: "j", kind: "instrument", name: "Letter" },
];
const LINKS = [["p", "implementedBy", "a"], ["p", "implementedBy", "b"], ["p", "locatedIn", "f"], ["q", "implementedBy", "b"], ["r", "implementedBy", "f"], ["t", "locatedIn", "a"], ["a", "inCountry", "dk"]];
const FACTS = [["p", "addresses", "GCM 7: Vulnerabilities"], ["p", "addresses", "GCM 2a: Objective 2, action (a)"], ["p", "addresses", "GCM 2b: Objective 2, action (b)"],
  ["q", "addresses", "GCM 7: Vulnerabilities (secondary)"], ["s", "addresses", "GCM 7: Vulnerabilities"], ["t", "addresses", "GCM whole-of-society: Whole-of-society approach"],
  ["i", "addresses", "GCM 2: Causes"], ["p", "theme", "Housing"]];

function tableOf(rows, changes = {}, more = { objectives: OBJECTIVES, world: WORLD }) {
  const payload = payloadOf(NODES, LINKS, FACTS), model = modelOf({ ...payload, about: { ...payload.about, ...more } });
  const state = { ...defaultState(model.kinds), rows, ...changes };
  return cellsOf(model, state, shownOf(model, state));
}

const told = ({ rows, columns }) => Object.fromEntries(rows.map((row) => [row.name, columns.map(({ code }) => cellCount(row, code)).join(" ")]));

test("an action counts for its objective, a principle for none", () => {
  assert.deepEqual(objectiveOf("GCM 5f: Objective 5, action (f)"), { code: "5", action: "f", title: "Objective 5, action (f)" });
  assert.deepEqual(objectiveOf("GCM 16: Empower"), { code: "16", action: "", title: "Empower" });
  assert.equal(objectiveOf("GCM cluster-1: Cluster 1").code, "else");
});

test("every objective has a column, whoever addresses it, and the rest stand last", () => {
  assert.deepEqual(tableOf("cities").columns.map(({ code }) => code), ["1", "2", "7", "else"]);
  assert.deepEqual(tableOf("cities", {}, {}).columns, [
    { code: "2", title: "Causes" }, { code: "7", title: "Vulnerabilities" }, { code: "else", title: "Guiding principles and clusters of objectives" }]);
});

test("rows are who carries it out; else where it is; else nobody", () => {
  assert.deepEqual(told(tableOf("cities")), { "Århus": "0 1 1 1", Lima: "0 1 2 0", "Nobody is named": "0 1 1 0" });
});

test("the row of everything counts each thing once", () => {
  const { all, columns, things, bare, silent } = tableOf("cities");
  assert.deepEqual(columns.map(({ code }) => cellCount(all, code)), [0, 2, 3, 1]);
  assert.deepEqual([things.map(({ key }) => key).join(" "), bare.map(({ key }) => key).join(" "), silent.map(({ key }) => key).join(" ")], ["p q r s t i", "r", "f"]);
});

test("by country, region and side; every region has a row, though nobody there does anything", () => {
  assert.deepEqual(told(tableOf("countries")), { Denmark: "0 1 1 1", Peru: "0 1 2 0", "No country is named": "0 1 1 0" });
  assert.deepEqual(told(tableOf("regions")), { Europe: "0 1 1 1", Americas: "0 1 2 0", Oceania: "0 0 0 0", "Nowhere in particular": "0 1 1 0" });
  assert.deepEqual(told(tableOf("sides")), { "Global North": "0 1 1 1", "Global South": "0 1 2 0", "Nowhere in particular": "0 1 1 0" });
  assert.deepEqual(Object.keys(told(tableOf("subregions"))), ["Northern Europe", "South America", "Melanesia", "Nowhere in particular"]);
});

test("filters keep what they keep, and a kind that is not drawn still has its row", () => {
  assert.deepEqual(told(tableOf("cities", { countries: ["pe"] })), { Lima: "0 1 2" });
  assert.deepEqual(told(tableOf("cities", { kinds: ["practice"] })), { "Århus": "0 1 1 1", Lima: "0 1 2 0", "Nobody is named": "0 0 1 0" });
  assert.deepEqual(tableOf("cities", { kinds: ["city"] }).things, []);
});

test("rows are sorted by number, name or objective, the unnamed last", () => {
  const { rows } = tableOf("cities"), names = (sort, down = false) => orderedRows(rows, sort, down).map(({ name }) => name);
  assert.deepEqual(names(""), ["Århus", "Lima", "Nobody is named"]);
  assert.deepEqual(names("7"), ["Lima", "Århus", "Nobody is named"]);
  assert.deepEqual(names("name"), ["Århus", "Lima", "Nobody is named"]);
  assert.deepEqual(names("name", true), ["Lima", "Århus", "Nobody is named"]);
});

test("shades go from nothing to the most", () => {
  assert.deepEqual([0, 1, 2, 5, 10, 12].map((number) => shadeOf(number, 10)), [0, 1, 1, 3, 5, 5]);
  assert.deepEqual([shadeOf(1, 1), shadeOf(0, 0)], [5, 0]);
});

test("a page without practices has an empty table", () => {
  const model = worldOf([{ key: "a", kind: "city" }], []), state = defaultState(model.kinds);
  assert.deepEqual(cellsOf(model, state, shownOf(model, state)).columns, []);
});

test("the address knows every grouping, in its order", () => {
  assert.deepEqual(GROUPINGS.map(([key]) => key), FIELDS.rows.known);
});
