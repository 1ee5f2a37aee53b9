import assert from "node:assert/strict";
import test from "node:test";
import { cellOf, filteredRows, shortName, sortedRows } from "../../../kg/server/front/asking/rows.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const PREFIXES = { a: "https://x/", ab: "https://x/b/", xsd: XSD };
const literal = (value, datatype = "") => cellOf({ type: "literal", value, datatype }, PREFIXES);
const texts = (rows) => rows.map(([cell]) => cell.text);

test("an IRI gets the prefix that covers most of it", () => {
  assert.equal(shortName("https://x/b/c", PREFIXES), "ab:c");
  assert.equal(shortName("https://y/", PREFIXES), "https://y/");
});

test("cells are in words", () => {
  assert.deepEqual(cellOf(undefined, PREFIXES), { text: "", language: "", number: false, iri: "" });
  assert.equal(cellOf({ type: "bnode", value: "b0" }, PREFIXES).text, "_:b0");
  assert.equal(cellOf({ type: "literal", value: "Köln", "xml:lang": "de" }, PREFIXES).language, "de");
  assert.deepEqual([literal("12", `${XSD}integer`).number, literal("12").number, literal("x", `${XSD}decimal`).number], [true, false, false]);
});

test("numbers sort as numbers, texts as people do, and empty cells stand last", () => {
  const numbers = ["10", "9", "", "-1"].map((value) => [value ? literal(value, `${XSD}integer`) : cellOf()]);
  assert.deepEqual(texts(sortedRows(numbers, 0, false)), ["-1", "9", "10", ""]);
  assert.deepEqual(texts(sortedRows(numbers, 0, true)), ["10", "9", "-1", ""]);
  assert.deepEqual(texts(sortedRows(["Zug", "Århus", "Bern 10", "Bern 9"].map((value) => [literal(value)]), 0, false)), ["Århus", "Bern 9", "Bern 10", "Zug"]);
  assert.deepEqual(texts(sortedRows(numbers, -1, true)), ["10", "9", "", "-1"]);
});

test("a filter takes every word, in any cell, whatever the accents", () => {
  const rows = [["São Paulo", "Brazil"], ["Paris", "France"]].map((row) => row.map((value) => literal(value)));
  assert.deepEqual(texts(filteredRows(rows, "bra sao")), ["São Paulo"]);
  assert.deepEqual(texts(filteredRows(rows, "ance")), []);
  assert.equal(filteredRows(rows, "  ").length, 2);
});
