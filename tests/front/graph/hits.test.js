import assert from "node:assert/strict";
import test from "node:test";
import { lineAt, markAt } from "../../../kg/explorer/front/graph/hits.js";
import { farFromLine } from "../../../kg/explorer/front/drawing/strokes.js";

const [one, two, three] = [{ x: 0, y: 0, name: "one" }, { x: 100, y: 0, name: "two" }, { x: 105, y: 0, name: "three" }];
const tie = { from: one, to: two }, twin = { from: one, to: two };
const frame = (more = {}) => ({
  scale: 1, placed: [], scene: { nodes: [one, two, three], links: [tie, twin], close: [twin], stepped: false },
  looks: { spot: (node) => node, radius: () => 10, isFew: true, bends: new Map([[tie, -1], [twin, 1]]) }, ...more,
});
const at = (x, y, own = frame()) => markAt(own, { x, y }, { x, y });

test("the foremost mark under the pointer is meant", () => {
  assert.equal(at(5, 5), one);
  assert.equal(at(103, 0), two);
  assert.equal(at(114, 0), three);
});

test("a mark close by is meant where none is under the pointer, and none far away", () => {
  assert.equal(at(0, 13), one);
  assert.equal(at(0, 15), null);
});

test("seen from afar marks are as large as they are drawn", () => {
  assert.equal(at(0, 24, frame({ scale: 0.1 })), one);
});

test("a name is as good as its mark", () => {
  const own = frame({ placed: [{ mark: { node: two }, x: 200, y: 200, width: 40, height: 15 }] });
  assert.equal(at(220, 210, own), two);
  assert.equal(at(220, 230, own), null);
});

test("of parallel lines the nearest is meant", () => {
  assert.equal(lineAt(frame(), { x: 50, y: 26 }), twin);
  assert.equal(lineAt(frame(), { x: 50, y: -26 }), tie);
  assert.equal(lineAt(frame(), { x: 50, y: 0 }), null);
});

test("beside a selection only its own lines are meant, among very many none", () => {
  const own = frame();
  assert.equal(lineAt({ ...own, scene: { ...own.scene, stepped: true } }, { x: 50, y: -26 }), null);
  assert.equal(lineAt({ ...own, looks: { ...own.looks, isFew: false } }, { x: 50, y: 26 }), null);
});

test("how far a point is from a line ends at its ends", () => {
  assert.equal(farFromLine({ x: 50, y: 7 }, one, two, 0), 7);
  assert.equal(farFromLine({ x: -3, y: 4 }, one, two, 0), 5);
  assert.equal(farFromLine({ x: 3, y: 4 }, one, one, 0), 5);
});
