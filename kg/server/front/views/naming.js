// Which marks have room for their names beside them, and where these stand.

import { svg, words } from "./dom.js";

const SIGN = 6.7, LINE = 14, CELL = 80;

// Marks { x, y, radius, name } in the order of their claims, each with `label`: { x, y, "text-anchor" } or null. No name
// covers another; only those of the first `forced` marks may cover other marks.
export function named(marks, width, forced = 0) {
  const names = boxGrid(), others = boxGrid();
  for (const { x, y, radius } of marks) others.add([x - radius, y - radius, x + radius, y + radius]);
  return marks.map((each, at) => {
    const spots = spotsOf(each, width).filter(({ box }) => names.isFree(box));
    const found = spots.find(({ box }) => others.isFree(box)) || (at < forced && spots[0]);
    if (found) names.add(found.box);
    return { ...each, label: found ? found.label : null };
  });
}

// Right, left, below and above a mark, where that is inside the figure.
function spotsOf({ x, y, radius, name }, width) {
  const long = name.length * SIGN, half = long / 2, gap = radius + 3, middle = y + 4;
  const spots = [
    { left: x + gap, top: y - LINE / 2, label: { x: x + gap, y: middle, "text-anchor": "start" } },
    { left: x - gap - long, top: y - LINE / 2, label: { x: x - gap, y: middle, "text-anchor": "end" } },
    { left: x - half, top: y + gap - 2, label: { x, y: y + gap + 9, "text-anchor": "middle" } },
    { left: x - half, top: y - gap - LINE + 2, label: { x, y: y - gap - 1, "text-anchor": "middle" } },
  ];
  const inside = spots.filter(({ left }) => left >= 0 && left + long <= width);
  return inside.map(({ left, top, label }) => ({ box: [left, top, left + long, top + LINE], label }));
}

// The names on top of all marks; the marks themselves say them to those who hear them.
export function nameShapes(marks) {
  const texts = marks.filter(({ label }) => label).map(({ name, label }) => words(name, { ...label, class: "mark-name" }));
  return svg("g", { class: "names", "aria-hidden": "true" }, ...texts);
}

// Boxes by the squares that they touch, so that only near ones are compared.
function boxGrid() {
  const squares = new Map();
  const touched = ([left, top, right, bottom]) => {
    const found = [];
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) found.push(`${column} ${row}`);
    }
    return found;
  };
  return {
    add: (box) => touched(box).forEach((square) => squares.set(square, [...(squares.get(square) || []), box])),
    isFree: (box) => !touched(box).some((square) => (squares.get(square) || []).some((other) => meet(box, other))),
  };
}

const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
