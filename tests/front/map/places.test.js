import assert from "node:assert/strict";
import { test } from "node:test";
import { countedByCountry, countedTogether, placedWords, placesByCountry, pointDegrees } from "../../../kg/explorer/front/map/places.js";
import { worldOf } from "../world.js";

const city = (key, lat, lon, country = "") => ({ key, kind: "city", lat, lon, country });
const model = worldOf([
  city("rome", 41.9, 12.5, "it"), city("milan", 45.5, 9.2, "it"), city("lyon", 45.8, 4.8, "fr"), city("bern", 46.9, 7.4),
  city("zero", 0, 0), city("nowhere", null, null, "fr"), { key: "net", kind: "network" }, { key: "bare", kind: "network" },
  { key: "it", kind: "country", name: "Italy" }, { key: "fr", kind: "country", name: "France" },
], []);
const thing = (key) => model.byKey.get(key), shown = model.nodes.filter(({ kind }) => kind !== "country");

test("a point is one with both degrees, nought too", () => {
  assert.deepEqual(pointDegrees(thing("rome")), [12.5, 41.9]);
  assert.deepEqual(pointDegrees(thing("zero")), [0, 0]);
  assert.equal(pointDegrees(thing("nowhere")), null);
});

test("what stands on the map and what does not is said with its kinds", () => {
  assert.equal(placedWords(shown, model.kinds),
    "5 of the 8 things shown stand on the map. 3 have no place on a map (networks 2, cities 1).");
  assert.equal(placedWords([thing("rome")], model.kinds), "1 of the 1 thing shown stands on the map.");
  assert.equal(placedWords([thing("bern"), thing("nowhere")], model.kinds).replace(/.*map\. /, ""), "1 has no place on a map (cities 1).");
  assert.equal(placedWords([], model.kinds), "0 of the 0 things shown stand on the map.");
});

test("points that others stand on are counted, each of them", () => {
  const twins = [city("a", 1, 2), city("b", 1, 2), city("c", 1, 3), city("d", 1, 2), city("e", 2, 2), city("f", 2, 2), city("g", null, null)];
  assert.equal(countedTogether(twins), 5);
  assert.equal(countedTogether([]), 0);
  const words = placedWords(twins.slice(0, 2), model.kinds);
  assert.equal(words, "2 of the 2 things shown stand on the map. 2 share their point with another; nothing is moved apart.");
});

test("places are listed by country, those without one last", () => {
  const found = placesByCountry(shown, model).map(([name, places]) => [name, places.map(({ key }) => key)]);
  assert.deepEqual(found, [["France", ["lyon"]], ["Italy", ["milan", "rome"]], ["Without a country", ["bern", "zero"]]]);
});

test("places without a point are not counted for a country", () => {
  assert.deepEqual([...countedByCountry(shown)], [["it", 2], ["fr", 1]]);
});
