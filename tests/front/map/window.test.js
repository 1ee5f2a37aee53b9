import assert from "node:assert/strict";
import { test } from "node:test";
import * as geometry from "../../../kg/explorer/front/map/window.js";

const SIZE = { width: 800, height: 600 }, WORLD = { left: 0, right: 800, top: 10, bottom: 370 };
const held = (view) => geometry.heldWindow(view, WORLD, SIZE);
const near = (found, wanted) => found.forEach((value, at) => assert.ok(Math.abs(value - wanted[at]) < 1e-9, `${found} is not ${wanted}`));

test("the whole world stands in the middle of a screen that is higher", () => {
  assert.deepEqual(held(geometry.WORLD_WINDOW), { k: 1, x: 0, y: 110 });
  assert.deepEqual(held({ k: 0.2, x: 300, y: -900 }), { k: 1, x: 0, y: 110 });
});

test("nobody moves past the end of the world, or nearer than the borders bear", () => {
  assert.deepEqual(held({ k: 2, x: 500, y: 500 }), { k: 2, x: 0, y: -20 });
  assert.deepEqual(held({ k: 2, x: -5000, y: -5000 }), { k: 2, x: -800, y: 600 - 740 });
  assert.deepEqual(held({ k: 2, x: -300, y: -100 }), { k: 2, x: -300, y: -100 });
  assert.equal(held({ k: 1000, x: 0, y: 0 }).k, geometry.CLOSEST);
});

test("the point under the pointer stays where it is when the map comes nearer", () => {
  const before = { k: 2, x: -100, y: -50 }, at = [300, 200], point = [(300 + 100) / 2, (200 + 50) / 2];
  near(geometry.onScreen(point, geometry.zoomedWindow(before, 1.7, at)), at);
  near(geometry.onScreen(point, geometry.zoomedWindow(before, 0.6, at)), at);
  assert.deepEqual(geometry.zoomedWindow({ k: 1, x: 0, y: 0 }, 0.5, at), { k: 1, x: 0, y: 0 });
  assert.deepEqual(geometry.movedWindow(before, 10, -5), { k: 2, x: -90, y: -55 });
});

test("a window around points has them all inside its margin, and their middle in its middle", () => {
  const points = [[100, 100], [140, 130], [120, 90]], view = geometry.windowAround(points, SIZE);
  const shown = points.map((point) => geometry.onScreen(point, view));
  for (const [x, y] of shown) assert.ok(x >= 50 - 1e-9 && x <= 750 + 1e-9 && y >= 50 - 1e-9 && y <= 550 + 1e-9);
  near(geometry.onScreen([120, 110], view), [400, 300]);
  assert.equal(view.k, 12);
  assert.equal(geometry.windowAround([[0, 0], [350, 10]], SIZE).k, 2);
});

test("a window around one point is not too near, and around none it is the world", () => {
  assert.equal(geometry.windowAround([[5, 5]], SIZE).k, 12);
  near(geometry.onScreen([5, 5], geometry.windowAround([[5, 5]], SIZE)), [400, 300]);
  assert.equal(geometry.windowAround([], SIZE), geometry.WORLD_WINDOW);
});

test("the words of a window give the same middle on a screen of another size", () => {
  const plain = (point) => point;
  const words = geometry.windowWords({ k: 4, x: 400 - 4 * 12.5, y: 300 - 4 * 50.25 }, SIZE, plain);
  assert.equal(words, "12.5_50.25_4");
  assert.equal(encodeURIComponent(words), words);
  const small = { width: 390, height: 300 };
  near(geometry.onScreen([12.5, 50.25], geometry.windowOfWords(words, small, plain)), [195, 150]);
});

test("the whole world needs no words, and words that name nothing show it", () => {
  const plain = (point) => point;
  assert.equal(geometry.windowWords(geometry.WORLD_WINDOW, SIZE, plain), "");
  assert.equal(geometry.windowWords({ k: 3, x: 0, y: 0 }, SIZE, () => [NaN, NaN]), "");
  for (const words of ["", "x", "1_2", "1_2_x", "999_0_3", "0_99_3", "1_2_0.5", "__"]) {
    assert.equal(geometry.windowOfWords(words, SIZE, plain), geometry.WORLD_WINDOW, words);
  }
});

test("of marks under a point the nearest is first, a large one reaches farther, and far ones are not found", () => {
  const marks = [{ x: 0, y: 0, radius: 3, name: "a" }, { x: 4, y: 0, radius: 3, name: "b" }, { x: 30, y: 0, radius: 25, name: "c" }, { x: 90, y: 0, radius: 3, name: "d" }];
  const names = (x, y, reach) => geometry.marksNear(marks, x, y, reach).map(({ name }) => name);
  assert.deepEqual(names(4, 0, 6), ["b", "a", "c"]);
  assert.deepEqual(names(1, 0, 0), ["a", "b"]);
  assert.deepEqual(names(90, 3, 6), ["d"]);
  assert.deepEqual(names(60, 60, 6), []);
});

test("what is seen is on the screen or within a margin of it", () => {
  assert.ok(geometry.isSeen([0, 600], SIZE));
  assert.ok(!geometry.isSeen([-1, 5], SIZE));
  assert.ok(geometry.isSeen([-1, 5], SIZE, 2));
  assert.ok(!geometry.isSeen([10, 5], SIZE, -20));
});

test("the steps of shading begin at their least number", () => {
  assert.deepEqual([0, 1, 2, 3, 9, 10, 29, 30, 99, 100, 5000].map(geometry.shadeOf), [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});
