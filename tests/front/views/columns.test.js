import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, keyOf, nameFor, namingColumn, pointOf, said, spanOf, tableOf, thingOf } from "../../../kg/server/front/views/columns.js";
import { graphOf, rowsOf } from "./rows.js";

const kinds = (table) => table.columns.map(({ kind }) => kind);

test("a column has the kind that all its values have", () => {
  const table = rowsOf("a b c d e f", [
    ["<http://x/a>", 1, "2018-01-01^^date", "POINT(8 50)", "word", null], ["<http://x/b>", 2.5, "2019-01-31", "POINT (9 51)", 3, null],
  ]);
  assert.deepEqual(kinds(table), ["thing", "number", "date", "point", "text", "none"]);
  assert.deepEqual(columnsOf(table, "thing", "date"), ["a", "c"]);
});

test("what is badly written is text", () => {
  const table = rowsOf("a b c d", [["many^^integer", "POINT(a b)^^wkt", "soon^^date", "20180^^string"]]);
  assert.deepEqual(kinds(table), ["text", "text", "text", "text"]);
});

test("points are longitude and latitude, with or without their system, and on the globe", () => {
  assert.deepEqual(pointOf("POINT(-8.5 50)"), [-8.5, 50]);
  assert.deepEqual(pointOf("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point Z (8.5 50 120)"), [8.5, 50]);
  assert.equal(pointOf("POINT(8.5 91)"), null);
  assert.equal(pointOf("LINESTRING(8 50, 9 51)"), null);
  assert.equal(pointOf(undefined), null);
});

test("a date is the whole of what it names", () => {
  assert.deepEqual(spanOf("2018"), [2018, 2019]);
  assert.deepEqual(spanOf("-0044Z"), [-44, -43]);
  assert.deepEqual(spanOf("2018-07"), [2018.5, 2018.5 + 1 / 12]);
  const [from, to] = spanOf("2018-12-31T23:59:59Z");
  assert.ok(from > 2018.99 && to <= 2019);
  assert.equal(spanOf("soon"), null);
});

test("names are text before things, and a thing's own name where it has one", () => {
  const table = rowsOf("city cityName network n", [["<http://x/city/a>", "A", "<http://x/network/n>", 3]]);
  assert.equal(namingColumn(table), "cityName");
  assert.equal(namingColumn(table, ["cityName", "city", "network"]), "n");
  assert.deepEqual([nameFor(table, "city"), nameFor(table, "network")], ["cityName", undefined]);
  assert.equal(nameFor(rowsOf("city name", [["<http://x/a>", "A"]]), "city"), "name");
  assert.equal(thingOf(table, table.rows[0]), "http://x/city/a");
});

test("an address is said by its end", () => {
  assert.equal(said({ type: "uri", value: "https://x.org/id/city/m%C3%BCnchen-de/" }), "münchen-de");
  assert.equal(keyOf("http://x/%E0%A4%A"), "%E0%A4%A");
  assert.equal(said(undefined), "");
  assert.ok(graphOf([["<http://a>", "<http://p>", "<http://b>"]]).triples);
  assert.deepEqual(tableOf([], []).columns, []);
});
