import assert from "node:assert/strict";
import test from "node:test";
import { boundQuery } from "../../../kg/server/front/asking/binding.js";

const THINGS = [
  ["id:city/barcelona-es", ["Barcelona", "Barcelone"], 9], ["id:city/barcelona-ve", ["Barcelona"], 1],
  ["id:city/lodz-pl", ["Łódź"], 3], ["id:network/icorn", ["International Cities of Refuge Network", "ICORN"], 5],
  ["scheme:gcm/18", ["Invest in skills", "18"], 2],
];
const known = { things: THINGS, expand: (short) => `https://x/${short.replace(":", "/")}` };
const query = (kind, start = "", term = "") => (
  { text: "SELECT * { ?s ?p $it } # $other", parameters: [{ name: "it", kind, default: start, term }] }
);
const bound = (kind, value, start, term) => boundQuery(query(kind, start, term), { it: value }, known);
const said = (value) => `SELECT * { ?s ?p ${value} } # $other`;

test("without a value, or with the default, its term stands there", () => {
  assert.equal(bound("thing", "", "icorn", "<d>"), said("<d>"));
  assert.equal(bound("thing", "icorn", "icorn", "<d>"), said("<d>"));
});

test("a thing is known by key, name, other name, without accents, and by IRI", () => {
  for (const value of ["lodz-pl", "Łódź", "lodz", " LODZ "]) assert.equal(bound("thing", value), said("<https://x/id/city/lodz-pl>"));
  assert.equal(bound("thing", "ICORN"), said("<https://x/id/network/icorn>"));
  assert.equal(bound("thing", "https://example.org/a"), said("<https://example.org/a>"));
});

test("a name of several things goes back with their keys", () => {
  assert.throws(() => bound("thing", "Barcelona"), { message: "it: 'Barcelona' may mean barcelona-es, barcelona-ve; name one by its key" });
});

test("a name of nothing goes back with names that hold it", () => {
  assert.throws(() => bound("thing", "Cities of"), /nothing is called 'Cities of'; names with it: International Cities of Refuge/);
  assert.throws(() => bound("thing", "Qqq"), { message: "it: nothing is called 'Qqq'; write a name or key" });
});

test("an address that would leave its brackets is no IRI", () => {
  assert.throws(() => bound("thing", "https://x/> ; DROP ALL <"), /nothing is called/);
});

test("a concept is scheme:code", () => {
  assert.equal(bound("concept", "gcm:18"), said("<https://x/scheme/gcm/18>"));
  for (const value of ["gcm:99", "18", "gcm/18"]) {
    assert.throws(() => bound("concept", value, "gcm:1"), { message: `it: '${value}' is not a concept; write scheme:code, as gcm:1` });
  }
});

test("texts are quoted, numbers and dates are checked", () => {
  assert.equal(bound("text", 'a "b"\\ $1 $& \n'), said('"a \\"b\\"\\\\ $1 $&"'));
  assert.equal(bound("number", "-1.5"), said("-1.5"));
  assert.equal(bound("date", "2018-12"), said('"2018-12"'));
  assert.throws(() => bound("number", "1e9 }"), { message: "it: '1e9 }' is not a number; write it as 12" });
  assert.throws(() => bound("date", "8.12.2018"), /is not a date; write it as 2018-12-08/);
});
