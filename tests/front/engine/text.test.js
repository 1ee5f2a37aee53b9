import assert from "node:assert/strict";
import { test } from "node:test";
import { excerptOf, graphQuery, graphSpots, isUpdate, placeOf, prefixLine, queryCode, queryForm, serviceAt } from "../../../kg/server/front/engine/text.js";

test("comments, strings and addresses are blank, and all else stays where it was", () => {
  assert.equal(queryCode("ASK { ?x <a> 'b' } # all").trimEnd(), "ASK { ?x         }");
  const long = 'ASK { ?s ?p """one\n"two" SERVICE""" }';
  assert.equal(queryCode(long).length, long.length);
  assert.equal(serviceAt(long), -1);
});

test("what a query asks for is its own word, not one in a prefix, a name or a string", () => {
  assert.equal(queryForm("PREFIX ask: <http://ask> construct where { ?s ?p ?o }"), "CONSTRUCT");
  assert.equal(queryForm("describe <http://select>"), "DESCRIBE");
  assert.equal(queryForm("SELEC * {}"), "");
});

test("updates and other servers are found whatever their case, comments and nesting", () => {
  assert.ok(isUpdate("# hi\nprefix a: <b:c> insert data {}"));
  assert.ok(!isUpdate("SELECT * { ?insert ?delete 'load' }"));
  assert.equal(serviceAt("SELECT * { { service <a:b> { } } }"), 13);
  assert.equal(serviceAt("SELECT * { ?service ?p kg:SERVICE }"), -1);
});

test("graphs are found where they are written, and a query asks for their addresses in full", () => {
  const query = "prefix a: <http://a/> SELECT * FROM <http://x/g> from named id:s FROM # why\n a:g { ?s ?p 'FROM <b:b>' }";
  const spots = graphSpots(query);
  assert.deepEqual(spots.map(({ address }) => address), ["<http://x/g>", "id:s", "a:g"]);
  assert.equal(spots[0].at, query.indexOf("FROM"));
  assert.equal(graphQuery(query, spots.slice(1)), "prefix a: <http://a/> \nSELECT (id:s AS ?g0)\n(a:g AS ?g1) {}");
  assert.deepEqual(graphSpots("SELECT ?from { ?from kg:from 1 }"), []);
});

test("places are counted in signs, and an excerpt points at them", () => {
  assert.deepEqual(placeOf("ASK {\n '😀' x", 11), { line: 2, column: 5 });
  assert.equal(excerptOf("ASK {\n\t'😀' x", { line: 2, column: 6 }), "  \t'😀' x\n  \t    ^");
  assert.equal(excerptOf("ASK {", { line: 3, column: 1 }), "  ASK {\n  ^");
});

test("the prefixes stand on one line of their own", () => {
  assert.equal(prefixLine({ a: "b:", c: "d:" }), "PREFIX a: <b:> PREFIX c: <d:>\n");
});
