import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { countryOfShape } from "../../../kg/explorer/front/map/borders.js";

const atlas = JSON.parse(readFileSync(new URL("../../../kg/explorer/vendor/world-atlas/countries-110m.json", import.meta.url), "utf8"));
const shapes = atlas.objects.countries.geometries;

test("every shape of the atlas is one country, but for two that ISO has no country for", () => {
  const found = shapes.map((shape) => [shape.properties.name, countryOfShape(shape)]);
  assert.deepEqual(found.filter(([, key]) => !key).map(([name]) => name).sort(), ["N. Cyprus", "Somaliland"]);
  const keys = found.map(([, key]) => key).filter(Boolean);
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(keys.every((key) => /^[a-z]{2}$/.test(key)));
});

test("numbers are read with their noughts", () => {
  const key = (name) => countryOfShape(shapes.find((shape) => shape.properties.name === name));
  assert.deepEqual(["Afghanistan", "Brazil", "Kosovo", "Palestine", "Zambia"].map(key), ["af", "br", "xk", "ps", "zm"]);
});
