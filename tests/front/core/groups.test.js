import assert from "node:assert/strict";
import test from "node:test";
import { countedBy, groupedBy } from "../../../kg/explorer/front/core/groups.js";

const lengthOf = (word) => word.length;

test("rows with one key stand together, in the order in which they come", () => {
  assert.deepEqual([...groupedBy(["bb", "a", "cc"], lengthOf)], [[2, ["bb", "cc"]], [1, ["a"]]]);
  assert.deepEqual([...groupedBy([], lengthOf)], []);
});

test("rows with one key are counted", () => {
  assert.deepEqual([...countedBy(["bb", "a", "cc"], lengthOf)], [[2, 2], [1, 1]]);
});
