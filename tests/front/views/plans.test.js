import assert from "node:assert/strict";
import { test } from "node:test";
import { chartPlan } from "../../../kg/server/front/views/chart.js";
import { graphPlan, thinned } from "../../../kg/server/front/views/graph.js";
import { mapPlan, markOf, placedWords, pointsOf } from "../../../kg/server/front/views/map.js";
import { framed } from "../../../kg/server/front/views/mapping.js";
import { timelinePlan } from "../../../kg/server/front/views/timeline.js";
import { graphOf, rowsOf } from "./rows.js";

const LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>", TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

test("rows with a number are bars named by all their texts", () => {
  const { form, columns, bars } = chartPlan(rowsOf("region kind n", [["South", "city", 3], ["North", null, 2]]));
  assert.deepEqual([form, columns, bars.map(({ name, values }) => [name, ...values])], ["bars", ["n"], [["South · city", 3], ["North", 2]]]);
});

test("bars without a name are named by their thing, their date or not at all", () => {
  const named = (names, row) => chartPlan(rowsOf(names, [row])).bars[0].name;
  assert.deepEqual([named("x n", ["<http://x/a-b>", 1]), named("when n", ["2018^^gYear", 1]), named("n", [1])], ["a-b", "2018", "(no name)"]);
});

test("at most three columns of numbers are drawn, and the others are counted", () => {
  const { columns, note } = chartPlan(rowsOf("name a b c d", [["x", 1, 2, 3, 4]]));
  assert.deepEqual([columns, note], [["a", "b", "c"], "The first 3 of 4 columns of numbers."]);
});

test("numbers at several dates are lines in order of time, one for each name", () => {
  const rows = [["2003^^gYear", "A", 4], ["2001^^gYear", "A", 1], ["2002^^gYear", "B", 9], ["2004^^gYear", "B", null]];
  const { form, series, value } = chartPlan(rowsOf("when kind n", rows));
  assert.deepEqual([form, value], ["lines", "n"]);
  assert.deepEqual(series.map(({ name, points }) => [name, points.map(([year]) => year)]), [["B", [2002]], ["A", [2001, 2003]]]);
});

test("a column called year counts as dates, and each other number is a line", () => {
  const { form, series } = chartPlan(rowsOf("year members pledges", [[2001, 1, 2], [2002, 3, 4]]));
  assert.deepEqual([form, series.map(({ name }) => name)], ["lines", ["pledges", "members"]]);
});

test("more lines than can be told apart are left out and counted", () => {
  const rows = Array.from({ length: 18 }, (_, at) => [`${2000 + (at % 2)}^^gYear`, `K${at >> 1}`, at]);
  const { series, note } = chartPlan(rowsOf("when kind n", rows));
  assert.deepEqual([series.length, series[0].name, note], [6, "K8", "The 6 lines with the largest sums; 3 others left out."]);
});

test("rows at one place are one mark that names them and sums their numbers", () => {
  const table = rowsOf("name n lat long", [["A", 1, 50, 8], ["B", 2, 50, 8], ["C", 3, 50, 8], ["D", 4, 50, 8], ["E", 5, 95, 8]]);
  const plan = { table, ...mapPlan(table) }, points = pointsOf(plan);
  assert.deepEqual([plan.from, plan.size, points.length], [{ lat: "lat", long: "long" }, "n", 1]);
  assert.equal(markOf(points[0], plan, new Map()).said, "A, B, C and 1 more: n 10");
  assert.equal(placedWords(points, 5), "4 rows at 1 place, 1 row without a place");
});

test("points come before degrees, degrees before things, and things of other sites have no place", () => {
  const from = (names, row) => mapPlan(rowsOf(names, [row])).from;
  const own = "<https://w3id.org/citykg/id/city/a>";
  assert.deepEqual(from("city where lat lon", [own, "POINT(8 50)", 1, 2]), { column: "where" });
  assert.deepEqual(from("city home_lat home_lng", [own, 1, 2]), { lat: "home_lat", long: "home_lng" });
  assert.deepEqual(from("city lat", [own, 1]), { thing: "city" });
  assert.match(mapPlan(rowsOf("city", [["<http://x/a>"]])).why, /^a map needs/);
});

test("the frame of a map holds its points and is never too narrow", () => {
  assert.deepEqual(framed([[8, 50]]), [[4, 46], [4, 54], [12, 46], [12, 54]]);
  assert.deepEqual(framed([[-179, 0], [179, 80]]), [[-179, 0], [-179, 80], [179, 0], [179, 80]]);
});

test("triples between things are links; names name them, types are left out", () => {
  const { nodes, links, names } = graphPlan(graphOf([
    ["<http://a>", "<http://p/knows>", "<http://b>"], ["<http://a>", "<http://p/likes>", "<http://b>"], ["<http://a>", LABEL, "Ann"],
    ["<http://a>", TYPE, "<http://c>"], ["<http://a>", "<http://p/self>", "<http://a>"], ["<http://a>", "<http://p/age>", 3],
  ]));
  assert.deepEqual(links, [{ from: "http://a", to: "http://b", name: "knows, likes" }]);
  assert.deepEqual([nodes.map(({ id }) => id), [...names]], [["http://a", "http://b"], [["http://a", "Ann"]]]);
});

test("rows link a thing with the next one, named by a column of properties or by the next column", () => {
  const rows = [["<http://a>", "<http://x#member>", "<http://b>", "Bee"], ["<http://a>", "<http://x#seat>", null, null]];
  const { links, names } = graphPlan(rowsOf("s p o oName", rows));
  assert.deepEqual([links, [...names]], [[{ from: "http://a", to: "http://b", name: "member" }], [["http://b", "Bee"]]]);
  assert.equal(graphPlan(rowsOf("city net", [["<http://a>", "<http://n>"]])).links[0].name, "net");
  assert.match(graphPlan(rowsOf("city", [["<http://a>"]])).why, /^a graph needs two columns of things/);
});

test("the things with the most links stay", () => {
  const links = Array.from({ length: 300 }, (_, at) => ({ from: "hub", to: `n${String(at).padStart(3, "0")}`, name: "x" }));
  const { nodes, links: kept, note } = thinned(links);
  assert.deepEqual([nodes.length, nodes[0], kept.length], [250, { id: "hub", degree: 300 }, 249]);
  assert.equal(note, "250 things and 249 links. Left out: 51 things with the fewest links, 51 links.");
});

test("a timeline goes from the first to the last of what its dates name", () => {
  const { rows, start, end, note } = timelinePlan(rowsOf("to name from", [
    ["2012^^gYear", "B", "2010-07^^gYearMonth"], [null, "A", "1990^^gYear"], ["2001^^gYear", "C", null], [null, "D", null],
    ["1980^^gYear", "E", "1985^^gYear"],
  ]));
  assert.deepEqual([start, end, note], ["from", "to", "1 row without ?from and ?to left out."]);
  assert.deepEqual(rows.map(({ name, span, open }) => [name, ...span, open]), [
    ["E", 1985, 1986, false], ["A", 1990, 1991, true], ["C", 2001, 2002, false], ["B", 2010.5, 2013, false],
  ]);
});

test("one column of dates makes marks that are not open", () => {
  const { rows, end } = timelinePlan(rowsOf("name on", [["A", "2018-12-08^^date"]]));
  assert.deepEqual([rows[0].open, rows[0].dates, end], [false, "2018-12-08", undefined]);
});
