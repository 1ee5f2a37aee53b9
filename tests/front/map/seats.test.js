import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import * as seats from "../../../kg/explorer/front/map/seats.js";
import { worldOf } from "../world.js";

const city = (key, lat, lon, country = "") => ({ key, kind: "city", lat, lon, country });
const model = worldOf(
  [city("rome", 41.9, 12.5, "it"), city("milan", 45.5, 9.2, "it"), city("lyon", 45.8, 4.8, "fr"), city("bern", 46.9, 7.4), city("nowhere", null, null, "fr"),
    { key: "host", kind: "organisation" }, { key: "net", kind: "network" }, { key: "bare", kind: "network" }, { key: "pact", kind: "instrument" },
    { key: "summit", kind: "event" }, { key: "zero", kind: "city", lat: 0, lon: 0 }, { key: "it", kind: "country", name: "Italy" }, { key: "fr", kind: "country", name: "France" }],
  [["rome", "memberOf", "net"], ["milan", "memberOf", "net"], ["net", "hostedBy", "host"], ["host", "locatedIn", "lyon"], ["nowhere", "memberOf", "net"],
    ["rome", "memberOf", "bare"], ["rome", "endorses", "pact"], ["pact", "adoptedAt", "summit"], ["summit", "locatedIn", "milan"], ["rome", "partOf", "milan"],
    ["rome", "inCountry", "it"], ["milan", "inCountry", "it"]],
);
const at = (key) => model.byKey.get(key), keys = (nodes) => nodes.map(({ key }) => key);
const appOf = (changes) => {
  const state = { ...defaultState(model.kinds), ...changes };
  return { state, shown: shownOf(model, state) };
};
const app = appOf({ kinds: ["city", "network", "instrument", "event", "organisation"] }), { shown } = app;
const lines = (selection) => selection.lines.map(([from, to, dashed]) => [from.key, to.key, dashed]);
const words = (key) => seats.selectionWords(at(key), seats.mapSelection(at(key), app));

test("a seat is one's own point, or where the host or the event is", () => {
  assert.deepEqual(seats.seatOf(at("rome")), { place: at("rome"), by: null });
  assert.deepEqual(seats.seatOf(at("host")), { place: at("lyon"), by: null });
  assert.deepEqual(seats.seatOf(at("net")), { place: at("lyon"), by: at("host") });
  assert.deepEqual(seats.seatOf(at("pact")), { place: at("milan"), by: at("summit") });
  assert.equal(seats.seatOf(at("bare")), null);
});

test("a seat is sought no farther than two steps, and in a circle not for ever", () => {
  const ring = worldOf([{ key: "a", kind: "network" }, { key: "b", kind: "network" }], [["a", "hostedBy", "b"], ["b", "hostedBy", "a"]]);
  assert.equal(seats.seatOf(ring.byKey.get("a")), null);
});

test("of a collective the places linked with it are in front, with lines from its seat", () => {
  const found = seats.mapSelection(at("net"), app);
  assert.deepEqual(keys(found.tied), ["rome", "milan"]);
  assert.deepEqual(lines(found), [["lyon", "rome", false], ["lyon", "milan", false]]);
  assert.equal(words("net"), "In front: 2 places linked with net. Lines run from lyon, where host is.");
});

test("without a seat there are no lines, and the words say so", () => {
  assert.deepEqual(lines(seats.mapSelection(at("bare"), app)), []);
  assert.equal(words("bare"), "In front: 1 place linked with bare. The data name no seat of it, so no lines are drawn.");
});

test("of a city there are lines to places, and dashed ones to the seats of its collectives", () => {
  const found = seats.mapSelection(at("rome"), app);
  assert.deepEqual(lines(found), [["rome", "milan", false], ["rome", "lyon", true]]);
  assert.deepEqual([found.sought, found.known], [3, 2]);
  assert.equal(words("rome"), "Lines run from rome to 1 place that a statement links with it. "
    + "Dashed lines run to the seats of 2 of the 3 collectives that rome is linked with. The data name no seat of the others.");
  assert.equal(words("bern"), "No statement that is shown links bern with another place.");
  assert.equal(words("nowhere"), "nowhere has no point of its own, and nothing that is linked with it has one.");
});

test("a hidden country still shows the places linked with it", () => {
  assert.equal(shown.node[at("it").number], 0);
  assert.deepEqual(keys(seats.mapSelection(at("it"), app).tied), ["rome", "milan"]);
});

test("links that are not shown bring nothing to the front", () => {
  const linked = (key, changes) => keys(seats.mapSelection(at(key), appOf(changes)).tied);
  assert.deepEqual(linked("net", { relations: ["endorses"] }), []);
  assert.deepEqual(linked("rome", { kinds: ["network", "city"], relations: ["partOf"] }), ["milan"]);
  assert.deepEqual(linked("it", { kinds: ["city"], relations: ["inCountry"] }), []);
  assert.deepEqual(linked("net", { kinds: ["city"] }), ["rome", "milan"]);
});
