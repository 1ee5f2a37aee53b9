import assert from "node:assert/strict";
import test from "node:test";
import { pairPlaces, ringPlaces, rowPlaces, wayPlaces } from "../../../kg/explorer/front/graph/rings.js";

const order = (a, b) => a.kind - b.kind || a.number - b.number;
const things = (number, kinds = 3, from = 0) => Array.from({ length: number }, (_, at) => ({ number: from + at, kind: at % kinds }));
const around = ({ x, y }) => Math.hypot(x, y);

// The least distance between any two.
function closestOf(places) {
  const all = [...places.values()].sort((a, b) => a.x - b.x);
  let least = Infinity;
  all.forEach((one, at) => {
    for (let next = at + 1; next < all.length && all[next].x - one.x < least; next += 1) least = Math.min(least, Math.hypot(one.x - all[next].x, one.y - all[next].y));
  });
  return least;
}

test("one thing stands in the middle, what is farther away farther out", () => {
  const [hub, ...others] = things(60), far = new Map([[hub, 0], ...others.map((each, at) => [each, 1 + Math.floor(at / 20)])]);
  const places = ringPlaces(far, order);
  assert.deepEqual(places.get(hub), { x: 0, y: 0 });
  const reach = [1, 2, 3].map((distance) => [...far].filter(([, own]) => own === distance).map(([node]) => around(places.get(node))));
  assert.ok(Math.max(...reach[0]) < Math.min(...reach[1]) && Math.max(...reach[1]) < Math.min(...reach[2]));
});

test("in a ring things of a kind stand together", () => {
  const [hub, ...others] = things(31), places = ringPlaces(new Map([[hub, 0], ...others.map((each) => [each, 1])]), order);
  const angle = (node) => (Math.atan2(places.get(node).y, places.get(node).x) + 2.5 * Math.PI) % (2 * Math.PI);
  const kinds = [...others].sort((a, b) => angle(a) - angle(b)).map(({ kind }) => kind);
  assert.deepEqual(kinds, [...kinds].sort());
});

test("no two marks stand closer than a mark is wide, however many there are", () => {
  for (const [near, next] of [[1, 0], [2, 1], [7, 300], [60, 60], [900, 3], [3, 4000]]) {
    const [hub, ...others] = things(1 + near + next), far = new Map([[hub, 0], ...others.map((each, at) => [each, at < near ? 1 : 2])]);
    const places = ringPlaces(far, order);
    assert.equal(places.size, 1 + near + next);
    assert.ok(closestOf(places) > 55, `${near} and ${next}: ${closestOf(places)}`);
  }
});

test("the places do not depend on the order in which things come", () => {
  const [hub, ...others] = things(50), far = others.map((each, at) => [each, 1 + (at % 2)]);
  const one = ringPlaces(new Map([[hub, 0], ...far]), order), other = ringPlaces(new Map([[hub, 0], ...far.reverse()]), order);
  for (const [node, place] of one) assert.deepEqual(other.get(node), place);
});

test("a thing without neighbours stands alone, and nothing stands nowhere", () => {
  const [only] = things(1);
  assert.deepEqual([...ringPlaces(new Map([[only, 0]]), order)], [[only, { x: 0, y: 0 }]]);
  assert.equal(ringPlaces(new Map(), order).size, 0);
});

test("a way goes from left to right, its middle highest", () => {
  const way = things(5), places = wayPlaces(way), spots = way.map((node) => places.get(node));
  assert.deepEqual(spots.map(({ x }) => x), [...spots.map(({ x }) => x)].sort((a, b) => a - b));
  assert.deepEqual([spots[0].y, spots[4].y, Math.min(...spots.map(({ y }) => y)) === spots[2].y], [0, 0, true]);
  assert.deepEqual([...wayPlaces([way[0]]).values()], [{ x: 0, y: 0 }]);
  assert.equal(wayPlaces([]).size, 0);
});

test("of two things the shared stand between, the others beyond", () => {
  const [one, other, ...rest] = things(92), parts = { shared: rest.slice(0, 30), here: rest.slice(30, 33), there: rest.slice(33) };
  const places = pairPlaces(one, other, parts, order), across = (nodes) => nodes.map((node) => places.get(node).x);
  const [left, right] = across([one, other]);
  assert.ok(left < Math.min(...across(parts.shared)) && Math.max(...across(parts.shared)) < right);
  assert.ok(Math.max(...across(parts.here)) < left && right < Math.min(...across(parts.there)));
  assert.equal(places.size, 92);
  assert.ok(closestOf(places) >= 80);
});

test("two things that share nothing stand apart", () => {
  const [one, other] = things(2), places = pairPlaces(one, other, { shared: [], here: [], there: [] }, order);
  assert.deepEqual([places.size, places.get(other).x - places.get(one).x > 100], [2, true]);
});

test("rows hold everything, each at a place of its own", () => {
  const places = rowPlaces(things(25), { x: 10, y: 20, wide: 400 });
  assert.deepEqual([places.size, closestOf(places)], [25, 80]);
  assert.deepEqual([Math.min(...[...places.values()].map(({ x }) => x)), Math.max(...[...places.values()].map(({ x }) => x))], [10, 330]);
  assert.equal(rowPlaces(things(3), { x: 0, y: 0, wide: 10 }).size, 3);
});
