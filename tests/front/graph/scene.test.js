import assert from "node:assert/strict";
import test from "node:test";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { frameOf, kindOrder, linkBends, sceneOf } from "../../../kg/explorer/front/graph/scene.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { little, worldOf } from "../world.js";

const scene = (model, changes = {}) => {
  const state = { ...defaultState(model.kinds), ...changes };
  return sceneOf(model, state, shownOf(model, state));
};
const keys = (nodes) => [...nodes].map(({ key }) => key).sort().join(" ");
const cities = (names) => [...names].map((key) => ({ key, name: key.toUpperCase(), kind: "city" }));
const ties = (pairs) => pairs.split(" ").map(([from, to]) => [from, "partnerIn", to]);

test("the whole graph is drawn, the most linked first, and what has no link is listed apart", () => {
  const { nodes, links, alone, close, places, stepped, caption } = scene(little());
  assert.deepEqual([nodes[0].key, keys(nodes), keys(alone), links.length, close.length], ["a", "a b m n p", "c", 4, 0]);
  assert.deepEqual([places, stepped, caption], [null, false, "5 things and 4 links"]);
});

test("where nothing has a link everything is drawn", () => {
  const { nodes, alone } = scene(worldOf(cities("ab"), []));
  assert.deepEqual([keys(nodes), alone], ["a b", []]);
});

test("the selected thing and its neighbours are in front, the others step back", () => {
  const { near, close, far, stepped, caption, nodes } = scene(little(), { at: "n" });
  assert.deepEqual([keys(near), close.length, far.length, stepped], ["a b n", 2, 2, true]);
  assert.deepEqual([nodes[0].key, caption], ["n", "5 things and 4 links, with n in front"]);
});

test("a thing of a hidden kind is drawn with its links while it is selected", () => {
  const { nodes, near, links } = scene(little(), { at: "dk" });
  assert.deepEqual([keys(nodes), keys(near), links.length], ["a b dk m n p", "a dk", 5]);
});

test("a selected thing without a link is drawn, not listed", () => {
  const { nodes, alone, near } = scene(little(), { at: "c" });
  assert.deepEqual([keys(nodes), alone, keys(near)], ["a b c m n p", [], "c"]);
});

test("a view of one thing has it in the middle", () => {
  const { places, stepped, caption, at } = scene(little(), { at: "n", show: "ego", steps: 2 });
  assert.deepEqual([places.get(at), stepped, keys(places.keys())], [{ x: 0, y: 0 }, false, "a b m n p"]);
  assert.equal(caption, "n and all within 2 steps: 5 things");
});

test("a way is laid out in its order, and said where there is none", () => {
  const model = worldOf(cities("abcd"), ties("ab bc"));
  const { places, caption } = scene(model, { at: "a", other: "c", show: "path" });
  assert.deepEqual([...places.keys()].map(({ key }) => key), ["a", "b", "c"]);
  assert.equal(caption, "A shortest way from A to C: 2 steps");
  assert.equal(scene(model, { at: "a", other: "d", show: "path" }).caption, "No way leads from A to D through what is shown");
  assert.equal(scene(model, { at: "a", other: "nobody", show: "path" }).places, null);
});

test("two things are compared in numbers", () => {
  const { places, caption } = scene(worldOf(cities("abcdef"), ties("ac bc ad be bf")), { at: "a", other: "b", show: "pair" });
  assert.equal(caption, "A and B: 1 shared, 1 only with A, 2 only with B");
  assert.equal(places.size, 6);
});

test("an empty graph is an empty picture", () => {
  const { nodes, links, alone, caption } = scene(worldOf([], []));
  assert.deepEqual([nodes, links, alone, caption], [[], [], [], "0 things and 0 links"]);
});

test("things are ordered by kind as the legend is, then as they come", () => {
  const model = little();
  assert.deepEqual([...model.nodes].reverse().sort(kindOrder(model)).map(({ key }) => key), ["a", "b", "c", "n", "m", "p", "dk", "pe"]);
});

test("only parallel links are bent, each its own way", () => {
  const model = worldOf(cities("abc"), ties("ab ba ab bc")), bends = linkBends(model.links);
  assert.equal(bends.has(model.links[3]), false);
  const seen = model.links.slice(0, 3).map((link) => bends.get(link) * (link.from.number < link.to.number ? 1 : -1));
  assert.deepEqual(seen, [-1, 0, 1]);
});

test("a frame shows everything, and no little too large", () => {
  const boxes = [{ x: 0, y: 0, radius: 10 }, { x: 2000, y: 500, radius: 10 }], { x, y, scale } = frameOf(boxes, { width: 800, height: 600 });
  assert.deepEqual([x, y], [1000, 250]);
  assert.ok(scale * 2020 <= 800 && scale * 2020 > 500);
  assert.equal(frameOf(boxes.slice(0, 1), { width: 800, height: 600 }).scale, 1.1);
  assert.deepEqual(frameOf([], { width: 800, height: 600 }), { x: 0, y: 0, scale: 1 });
  assert.ok(frameOf(boxes, { width: 0, height: 0 }).scale > 0);
});
