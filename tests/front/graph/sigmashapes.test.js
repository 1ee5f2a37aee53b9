import assert from "node:assert/strict";
import test from "node:test";
import { shapeLines, shapeNumber } from "../../../kg/explorer/front/graph/sigmashapes.js";
import { SHAPE_CORNERS } from "../../../kg/explorer/front/drawing/looks.js";

// The rim of the program, told in JavaScript: the straight line between two corners.
function rimOf(angle, corners, turn, even, odd) {
  const sector = (2 * Math.PI) / corners, whole = 2 * Math.PI, place = (((angle - turn) % whole) + whole) % whole;
  const corner = Math.floor(place / sector + 1e-9), past = place - corner * sector, [from, to] = corner % 2 ? [odd, even] : [even, odd];
  return (from * to * Math.sin(sector)) / (from * Math.sin(past) + to * Math.sin(sector - past));
}

test("every shape has a number of its own, and what is unknown is a disc", () => {
  const numbers = Object.keys(SHAPE_CORNERS).map(shapeNumber);
  assert.equal(new Set(numbers).size, numbers.length);
  assert.equal(shapeNumber("unheard of"), shapeNumber("dot"));
});

test("the program's shapes have their corners where the drawings have them", () => {
  const lines = shapeLines().split("\n"), shapes = Object.entries(SHAPE_CORNERS).filter(([, corners]) => corners);
  assert.equal(lines.length, shapes.length);
  shapes.forEach(([shape, corners], at) => {
    const [limit, ...values] = lines[at].match(/-?\d+\.\d+/g).map(Number);
    assert.equal(limit, shapeNumber(shape) + 0.5);
    for (const [x, y] of corners) assert.ok(Math.abs(rimOf(Math.atan2(x, -y), ...values) - Math.hypot(x, y)) < 1e-3, `${shape} ${x} ${y}`);
  });
});

test("between two corners the rim is straight", () => {
  const rim = rimOf(Math.PI / 4, 4, 0, 1, 1);
  assert.ok(Math.abs(rim - Math.SQRT1_2) < 1e-9);
});
