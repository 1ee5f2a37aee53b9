import assert from "node:assert/strict";
import test from "node:test";
import { placeOf } from "../../../kg/server/front/asking/places.js";

const place = (string, { type = "error", possible = [], before = "", asked = false } = {}) => placeOf({ string, type, possible, before }, asked);

test("after a come classes, also with nothing typed", () => {
  assert.equal(place("", { before: "a" }), "classes");
  assert.equal(place("Ci", { before: "rdf:type" }), "classes");
});

test("where the grammar takes a verb come properties, with nothing typed only on demand", () => {
  assert.equal(place("kg:mem", { possible: ["a", "IRI_REF"] }), "properties");
  assert.equal(place("", { possible: ["a"] }), null);
  assert.equal(place("", { possible: ["a"], asked: true }), "properties");
});

test("elsewhere come things, from three letters on, or on demand", () => {
  assert.equal(place("barc", { possible: ["IRI_REF"] }), "things");
  assert.equal(place("ba", { possible: ["IRI_REF"] }), null);
  assert.equal(place("ba", { possible: ["IRI_REF"], asked: true }), "things");
});

test("nothing comes in variables, comments, texts, numbers, declarations and keywords", () => {
  for (const string of ["?barc", "$barc", '"barc', "'barc", "FILT", "https://ex"]) assert.equal(place(string, { possible: ["IRI_REF"] }), null);
  assert.equal(place("barc", { type: "comment" }), null);
  assert.equal(place("skos", { before: "PREFIX" }), null);
  assert.equal(place("1234", { type: "number", possible: ["INTEGER"] }), null);
});
