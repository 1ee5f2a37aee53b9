import assert from "node:assert/strict";
import test from "node:test";
import { boxesMeet, labelFont, labelHeight, placeLabels } from "../../../kg/explorer/front/drawing/labels.js";

const measure = (text, bold) => text.length * (bold ? 8 : 7);
const picture = { width: 800, height: 600, measure };
const mark = (x, y, text, more = {}) => ({ x, y, radius: 5, text, rank: 0, bold: false, ...more });

// The same numbers on every run.
function chance(seed) {
  let state = seed;
  return () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
}

const crowd = (number, seed, radius = 6) => {
  const next = chance(seed);
  return Array.from({ length: number }, (_, at) => mark(next() * 800, next() * 600, `Town ${"x".repeat(Math.floor(next() * 20))}${at}`, { rank: at, radius, bold: at < 9 }));
};

const clashes = (placed) => placed.flatMap((one, at) => placed.slice(at + 1).filter((other) => boxesMeet(one, other))).length;

test("a name stands below its mark, in the middle", () => {
  const [only] = placeLabels([mark(400, 300, "Lima")], picture);
  assert.deepEqual(only, { mark: mark(400, 300, "Lima"), x: 386, y: 308, width: 28, height: labelHeight(false) });
});

test("names never cover one another, however many there are", () => {
  for (const [number, seed] of [[5, 1], [80, 2], [400, 3], [3000, 4]]) {
    const placed = placeLabels(crowd(number, seed), picture);
    assert.ok(placed.length > 0 && placed.length <= 120, `${placed.length} of ${number}`);
    assert.equal(clashes(placed), 0);
  }
});

test("names stay inside the picture", () => {
  for (const { x, y, width, height } of placeLabels(crowd(300, 7), picture)) assert.ok(x >= 0 && y >= 0 && x + width <= 800 && y + height <= 600);
  const [corner] = placeLabels([mark(2, 598, "In the corner")], picture);
  assert.deepEqual([corner.x, corner.y < 598], [3, true]);
});

test("the main ones come first, and only so many", () => {
  const many = crowd(300, 5, 1).reverse(), placed = placeLabels(many, { ...picture, most: 7 });
  assert.equal(placed.length, 7);
  assert.equal(placed[0].mark.rank, 0);
  assert.deepEqual(placed.map((each) => each.mark.rank), placed.map((each) => each.mark.rank).sort((a, b) => a - b));
});

test("of two in the same place with the same rank the first is named below, the second above", () => {
  const placed = placeLabels([mark(400, 300, "One"), mark(400, 300, "Two")], picture);
  assert.deepEqual(placed.map(({ mark: { text }, y }) => [text, y > 300]), [["One", true], ["Two", false]]);
});

test("a mark in the way moves a name; where all ways are taken only the first may cover marks", () => {
  const wall = Array.from({ length: 40 }, (_, at) => mark(320 + 4 * at, 300, "", { radius: 30 }));
  assert.equal(placeLabels([mark(400, 300, "Named"), ...wall], picture).length, 1);
  const before = Array.from({ length: 20 }, (_, at) => mark(20 + 38 * at, 40, "o"));
  const placed = placeLabels([...before, mark(400, 300, "Named", { rank: 1 }), ...wall], picture);
  assert.ok(placed.every(({ mark: { text } }) => text === "o") && placed.length === 20);
});

test("what is taken stays free", () => {
  const taken = [{ x: 0, y: 305, width: 800, height: 40 }];
  assert.ok(placeLabels([mark(400, 300, "Lima")], { ...picture, taken })[0].y < 300);
});

test("the same marks give the same names, and are not changed", () => {
  const marks = crowd(500, 9), before = structuredClone(marks);
  assert.deepEqual(placeLabels(marks, picture), placeLabels(marks, picture));
  assert.deepEqual(marks, before);
});

test("nothing, what has no name and what is outside give no names", () => {
  assert.deepEqual(placeLabels([], picture), []);
  assert.deepEqual(placeLabels([mark(400, 300, ""), mark(-50, 300, "Gone"), mark(400, 700, "Gone")], picture), []);
  assert.deepEqual(placeLabels([mark(400, 300, "A name wider than all of the picture")], { ...picture, width: 100 }), []);
});

test("a name of hundreds of letters stands nowhere rather than cut", () => {
  assert.deepEqual(placeLabels([mark(400, 300, "x".repeat(300))], picture), []);
});

test("many thousand marks are quick", () => {
  const marks = crowd(12000, 11), from = performance.now();
  placeLabels(marks, picture);
  assert.ok(performance.now() - from < 400);
});

test("names of what matters are bold and taller", () => {
  assert.match(labelFont(true), /^600 14px /);
  assert.match(labelFont(false), /^12px /);
  assert.ok(labelHeight(true) > labelHeight(false));
});
