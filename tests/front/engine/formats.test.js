import assert from "node:assert/strict";
import { test } from "node:test";
import { formatChosen } from "../../../kg/server/front/engine/formats.js";

const cases = [
  ["SELECT", "", "application/sparql-results+json"],
  ["SELECT", "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"],
  ["SELECT", "text/csv, */*;q=0", "text/csv"],
  ["SELECT", "text/*", "text/csv"],
  ["ASK", "application/xml", "application/sparql-results+xml"],
  ["SELECT", "application/sparql-results+json;q=0, */*", "application/sparql-results+xml"],
  ["SELECT", "image/png", null],
  ["CONSTRUCT", "application/sparql-results+json, */*;q=0.1", "text/turtle"],
  ["DESCRIBE", "application/json", "application/ld+json"],
  ["CONSTRUCT", "text/plain", "application/n-triples"],
  ["CONSTRUCT", "text/csv", null],
];

for (const [form, accept, chosen] of cases) {
  test(`${form} for '${accept}' is ${chosen}`, () => assert.equal(formatChosen(form, accept), chosen));
}
