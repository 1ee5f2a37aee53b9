import assert from "node:assert/strict";
import test from "node:test";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { overviewScene, overviewSizes } from "../../../kg/explorer/front/overview/scene.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { worldOf } from "../world.js";

const world = () => worldOf(
  [{ key: "a", kind: "city", name: "Lima" }, { key: "b", kind: "city" }, { key: "n", kind: "network", name: "Net", spot: [0, 0] },
    { key: "m", kind: "network", name: "Mix", spot: [400, 0] }, { key: "i", kind: "instrument", name: "Call", spot: [400, 200] }, { key: "lone", kind: "network" }],
  [["a", "memberOf", "n"], ["b", "memberOf", "n"], ["a", "memberOf", "m"], ["b", "endorses", "i"], ["b", "memberOf", "lone"]], [],
  { backbone: [{ from: 2, to: 3, shared: 1, sure: true }, { from: 2, to: 4, shared: 4, sure: false }] },
);
const screen = (model, changes = {}) => {
  const state = { ...defaultState(model.kinds), ...changes };
  return overviewScene(model, state, shownOf(model, state));
};
const keys = (nodes) => [...nodes].map(({ key }) => key).sort().join(" ");

test("what has a place on the first screen is on it, the most linked first", () => {
  const { nodes, ties, front, caption } = screen(world());
  assert.deepEqual([nodes[0].key, keys(nodes), ties.length, front], ["n", "i m n", 2, null]);
  assert.equal(caption, "3 collectives and 2 ties between them");
});

test("a selected place has its collectives in front, a collective what it is tied to", () => {
  const model = world();
  assert.deepEqual([keys(screen(model, { at: "a" }).front), screen(model, { at: "a" }).caption], ["m n", "Lima is linked with 2 of these 3 collectives"]);
  assert.deepEqual([keys(screen(model, { at: "m" }).front), screen(model, { at: "m" }).caption], ["m n", "Mix, tied to 1 of 2 other collectives"]);
  assert.equal(screen(model, { at: "lone" }).front, null);
  assert.equal(screen(model, { at: "lone" }).caption, "lone is linked with 0 of these 3 collectives");
});

test("what a filter hides is gone with its ties", () => {
  const { nodes, ties } = screen(world(), { kinds: ["network"] });
  assert.deepEqual([keys(nodes), ties.length], ["m n", 1]);
});

test("a page without a first screen has an empty one", () => {
  const { nodes, ties, caption } = screen(worldOf([{ key: "a", kind: "city" }], []), { at: "a" });
  assert.deepEqual([nodes, ties, caption], [[], [], "0 collectives and 0 ties between them"]);
  overviewSizes({ nodes: [], ties: [] }, { width: 0, height: 0 });
});

test("every mark is inside the window, and what shares more is tied thicker", () => {
  const found = screen(world());
  for (const size of [{ width: 800, height: 500 }, { width: 330, height: 360 }, { width: 3000, height: 400 }]) {
    const { place, radius, thickness } = overviewSizes(found, size);
    for (const node of found.nodes) {
      const { x, y } = place(node);
      assert.ok(x - radius(node) >= 0 && x + radius(node) <= size.width && y - radius(node) >= 0 && y + radius(node) <= size.height);
    }
    assert.ok(thickness(found.ties[1]) > thickness(found.ties[0]));
    assert.ok(radius(found.nodes[0]) > radius(found.nodes[1]));
  }
});

test("one collective alone stands in the middle", () => {
  const model = worldOf([{ key: "n", kind: "network", spot: [70, 70] }], []), found = screen(model), { place } = overviewSizes(found, { width: 500, height: 300 });
  const { x, y } = place(found.nodes[0]);
  assert.ok(Math.abs(x - 250) < 2 && Math.abs(y - 150) < 2);
});
