import assert from "node:assert/strict";
import { test } from "node:test";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { mapMarks, namesAllowed, placeMarks } from "../../../kg/explorer/front/map/marks.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { worldOf } from "../world.js";

globalThis.matchMedia = () => ({ matches: false });

const city = (key, lat, lon) => ({ key, kind: "city", name: `City ${key}`, lat, lon });
const model = worldOf(
  [city("a", 40, 10), city("b", 50, 20), city("c", 10, 10), city("d", null, null), { key: "n", kind: "network" }, { key: "it", kind: "country", lat: 42, lon: 12 }],
  [["a", "memberOf", "n"], ["b", "memberOf", "n"], ["b", "partOf", "c"], ["b", "partOf", "d"]],
);
const plainWorld = { pointOf: ([lon, lat]) => [lon, 90 - lat] };
const app = (changes) => {
  const state = { ...defaultState(model.kinds), ...changes };
  return { model, state, shown: shownOf(model, state) };
};
const marksOf = (changes) => mapMarks(app(changes), plainWorld).marks;
const told = (marks) => marks.map(({ node, state, text }) => [node.key, state, text]);

test("what is shown and has a place is marked, the largest first so that small ones are not covered", () => {
  const marks = marksOf({});
  assert.deepEqual(told(marks), [["b", "", "City b"], ["a", "", "City a"], ["c", "", "City c"]]);
  assert.deepEqual(marks[0].at, [20, 40]);
  assert.deepEqual([marks[0].colour, marks[0].shape], ["#332288", "dot"]);
  assert.ok(marks[0].size > marks[1].size);
  assert.ok(marks[0].rank < marks[1].rank);
});

test("what is linked with the selected thing stands in front and is named, all else steps back and is not", () => {
  assert.deepEqual(told(marksOf({ at: "n" })), [["c", "back", ""], ["b", "front", "City b"], ["a", "front", "City a"]]);
  const marks = marksOf({ at: "b" });
  assert.deepEqual(told(marks), [["a", "back", ""], ["c", "front", "City c"], ["b", "chosen", "City b"]]);
  assert.deepEqual([marks[2].rank, marks[2].bold, marks[1].bold], [0, true, false]);
});

test("of two things that are compared the second stands in front too", () => {
  const second = (changes) => told(marksOf({ at: "a", other: "c", ...changes })).find(([key]) => key === "c").slice(1);
  assert.deepEqual(second({ show: "pair" }), ["front", "City c"]);
  assert.deepEqual(second({}), ["back", ""]);
});

test("a selection that has nothing to do with the map lets all stand as before", () => {
  assert.deepEqual(told(marksOf({ at: "d", relations: ["memberOf"] })).map(([, state]) => state), ["", ""]);
});

test("the selected thing is marked even where its kind is hidden", () => {
  assert.deepEqual(told(marksOf({ at: "it" })).at(-1), ["it", "chosen", "it"]);
  assert.deepEqual(marksOf({ kinds: ["network"] }), []);
});

test("marks grow as the map comes nearer, to a bound", () => {
  const marks = marksOf({}), radii = [1, 4, 40].map((k) => {
    placeMarks(marks, { k, x: 5, y: 7 });
    return marks[0].radius;
  });
  assert.ok(radii[0] >= 2 && radii[0] < radii[1] && radii[1] < radii[2] && radii[2] < marks[0].size);
  assert.deepEqual([marks[0].x, marks[0].y], [20 * 40 + 5, 40 * 40 + 7]);
});

test("a whole world has few names, a near one at most 120", () => {
  assert.deepEqual([1, 4, 48].map((k) => namesAllowed({ k }, { width: 840 })), [30, 60, 120]);
});
