// Which marks have room for their names beside them, and where these stand.

const SIGN = 6.7, LINE = 14, CELL = 80, FORCED = 12;

// Marks { x, y, radius, name } in the order of their claims, each with `label`: { x, y, "text-anchor" } or null. No name
// covers another; only those of the first few marks may cover marks that have less of a claim.
export function named(marks, width) {
  const names = boxGrid(), others = boxGrid();
  for (const { x, y, radius } of marks) others.add([x - radius, y - radius, x + radius, y + radius]);
  return marks.map((each, at) => {
    const spots = spotsOf(each, width).filter(({ box }) => names.isFree(box)), found = spots.find(({ box }) => others.isFree(box)) || (at < FORCED && spots[0]);
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
  return spots.filter(({ left }) => left >= 0 && left + long <= width).map(({ left, top, label }) => ({ box: [left, top, left + long, top + LINE], label }));
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
