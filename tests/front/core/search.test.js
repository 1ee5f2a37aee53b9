import assert from "node:assert/strict";
import test from "node:test";
import { matchesOf, nameFound } from "../../../kg/explorer/front/core/search.js";
import { worldOf } from "../world.js";

const cities = worldOf(
  [["munchen-de", "München"], ["council", "Migrant council of München"], ["lodz-pl", "Łódź"], ["sd", "Saint-Denis"], ["m", "Mayors’ Mechanism"], ["de", "Germany"],
    ["__proto__", "<b>Ålesund</b>"], ["ar", "مدينة برشلونة"]].map(([key, name]) => ({ key, name, kind: "city" })),
  [["council", "implementedBy", "munchen-de"], ["munchen-de", "memberOf", "m"]], [["munchen-de", "altLabel", "Monaco di Baviera"]]);
const found = (text) => matchesOf(cities.nodes, text).map(({ key }) => key).join(" ");

test("case, accents, apostrophes and hyphens make no difference", () => {
  assert.equal(found("munchen"), "munchen-de council");
  assert.equal(found("MÜNCHEN"), "munchen-de council");
  assert.equal(found("lodz"), "lodz-pl");
  assert.equal(found("  saint   denis "), "sd");
  assert.equal(found("mayors mechanism"), "m");
});

test("the nearest comes first: whole, beginning, word, inside, words in another order", () => {
  const model = worldOf([["1", "Old Lima bay"], ["2", "Kalima"], ["3", "Lima"], ["4", "Lima Norte"], ["5", "bay of Lima"]].map(([key, name]) => ({ key, name, kind: "city" })), []);
  assert.equal(matchesOf(model.nodes, "lima").map(({ key }) => key).join(""), "34152");
  assert.equal(matchesOf(model.nodes, "lima bay").map(({ key }) => key).join(""), "15");
});

test("of two as near the one with more links comes first", () => {
  const model = worldOf(["x1", "x2", "y"].map((key) => ({ key, kind: "city" })), [["x2", "partnerIn", "y"]]);
  assert.equal(matchesOf(model.nodes, "x").map(({ key }) => key).join(" "), "x2 x1");
});

test("other names and keys are found, and said where the name does not show it", () => {
  const [munich] = matchesOf(cities.nodes, "monaco");
  assert.equal(munich.key, "munchen-de");
  assert.equal(nameFound(munich, "monaco"), "Monaco di Baviera");
  assert.equal(nameFound(munich, "munchen"), "");
  assert.equal(nameFound(munich, "munchen-de"), "munchen-de");
});

test("names of any script and markup are words", () => {
  assert.equal(found("برشلونة"), "ar");
  assert.equal(found("<b>"), "__proto__");
});

test("nothing is found for nothing, and for what has no name", () => {
  assert.equal(found(""), "");
  assert.equal(found("   "), "");
  assert.equal(found("atlantis"), "");
  assert.equal(found(".*"), "");
});

test("twelve thousand names take less than 30 ms", () => {
  const many = worldOf(Array.from({ length: 12000 }, (_, number) => ({ key: `city-${number}`, name: `Çity of the river ${number}`, kind: "city" })), []);
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    assert.equal(matchesOf(many.nodes, "river 119")[0].key, "city-119");
    assert.equal(matchesOf(many.nodes, "nowhere at all").length, 0);
    return (performance.now() - started) / 2;
  });
  assert.ok(Math.min(...times) < 30, `${times}`);
});
