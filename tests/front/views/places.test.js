import assert from "node:assert/strict";
import { test } from "node:test";
import { named } from "../../../kg/server/front/views/naming.js";
import { numberWords, scaleOf, shortened, ticksOf } from "../../../kg/server/front/views/scales.js";
import { layOut } from "../../../kg/server/front/views/springs.js";

test("a scale turns values into pixels, also where all are one", () => {
  assert.equal(scaleOf([0, 10], [100, 200])(5), 150);
  assert.equal(scaleOf([7, 7], [100, 200])(7), 100);
});

test("ticks are round and inside", () => {
  assert.deepEqual(ticksOf(0, 103, 5), [0, 50, 100]);
  assert.deepEqual(ticksOf(0, 0.5, 5), [0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  assert.deepEqual(ticksOf(2018, 2019, 10, true), [2018, 2019]);
  assert.deepEqual(ticksOf(-20, 20, 4), [-20, -10, 0, 10, 20]);
  assert.deepEqual(ticksOf(5, 5, 4), [5]);
});

test("numbers and names are short", () => {
  assert.deepEqual([numberWords(1234567), numberWords(0.123456)], ["1,234,567", "0.123"]);
  assert.deepEqual([shortened("abcdef", 4), shortened("abc", 4), shortened("abc", 0)], ["abc…", "abc", "a…"]);
});

const SIDES = { start: 0, end: 1, middle: 0.5 };
const boxOf = ({ label, name }) => {
  const long = name.length * 6.7, left = label.x - long * SIDES[label["text-anchor"]];
  return [left, label.y - 11, left + long, label.y + 3];
};

test("no name covers another name, and none leaves the figure", () => {
  const spots = Array.from({ length: 60 }, (_, at) => ({ x: 20 + (at % 10) * 40, y: 20 + Math.floor(at / 10) * 9 }));
  const labels = named(spots.map((spot) => ({ ...spot, radius: 4, name: "Somewhere" })), 440).filter(({ label }) => label);
  assert.ok(labels.length > 3 && labels.length < 40);
  const boxes = labels.map(boxOf);
  boxes.forEach((a, at) => {
    assert.ok(a[0] >= 0 && a[2] <= 440);
    assert.ok(!boxes.slice(at + 1).some((b) => a[0] < b[2] - 1 && a[2] > b[0] + 1 && a[1] < b[3] - 2 && a[3] > b[1] + 2));
  });
});

test("only the names of the first few may cover other marks", () => {
  const ring = [[0, 0], [16, 0], [-16, 0], [0, 14], [0, -14]].map(([x, y]) => ({ x: 100 + x, y: 100 + y, radius: 5, name: "A long name" }));
  assert.equal(named(ring, 200)[0].label, null);
  assert.notEqual(named(ring, 200, 1)[0].label, null);
});

test("linked nodes stand near each other, and the places are the same each time", () => {
  const links = [[0, 1], [1, 2], [0, 2], [3, 4], [4, 5], [3, 5]], spots = layOut(6, links);
  assert.deepEqual(layOut(6, links), spots);
  const far = (a, b) => Math.hypot(spots[a][0] - spots[b][0], spots[a][1] - spots[b][1]);
  assert.ok(Math.max(far(0, 1), far(1, 2), far(3, 4)) < Math.min(far(0, 3), far(1, 4), far(2, 5)));
  assert.ok(spots.flat().every(Number.isFinite));
  assert.equal(layOut(1, []).length, 1);
});
