// Where names can stand on a picture so that none covers another.

const CELL = 64, GAP = 2, TRIES = 6;

// The type in which names are written; `bold` are the names of what matters most.
export const labelFont = (bold) => `${bold ? "600 14px" : "12px"} system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif`;
export const labelHeight = (bold) => (bold ? 17 : 15);

// Marks are {x, y, radius, text, rank, bold}; rank 0 comes first, and of two alike the one that comes first in the list.
// A name stands below, above, right or left of its mark: where it first covers no name, no mark and nothing `taken`; the
// first `forced` ones may cover marks. `measure(text, bold)` is the width of a text in pixels. A mark without text only
// takes its place. Gives {mark, x, y, width, height} of at most `most` names, x and y of the upper left corner.
export function placeLabels(marks, { width, height, measure, most = 120, forced = 20, taken = [] }) {
  const seen = marks.filter((mark) => isInside(mark, width, height));
  const wanted = seen.filter(({ text }) => text).sort((a, b) => a.rank - b.rank).slice(0, most * TRIES);
  const names = boxGrid(taken), others = boxGrid(seen.map(markBox)), placed = [];
  for (const mark of wanted) {
    if (placed.length === most) break;
    const spots = spotsOf(mark, measure(mark.text, mark.bold), { width, height }).filter((spot) => names.isFree(spot));
    const free = spots.find((spot) => others.isFree(spot)) || (placed.length < forced ? spots[0] : null);
    if (!free) continue;
    names.add(free);
    placed.push({ mark, ...free });
  }
  return placed;
}

export function boxesMeet(a, b, gap = 0) {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}

const isInside = ({ x, y, radius }, width, height) => x + radius > 0 && x - radius < width && y + radius > 0 && y - radius < height;

const markBox = ({ x, y, radius }) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });

// Moved in from the sides where its mark is inside, so that a name is never cut.
function spotsOf({ x, y, radius, bold }, wide, picture) {
  const tall = labelHeight(bold), inside = Math.max(3, Math.min(x - wide / 2, picture.width - wide - 3));
  const middle = y - tall / 2, below = y + radius + 3, above = y - radius - 3 - tall;
  return [[inside, below], [inside, above], [x + radius + 4, middle], [x - radius - 4 - wide, middle]]
    .map(([left, top]) => ({ x: left, y: top, width: wide, height: tall }))
    .filter((spot) => spot.x >= 0 && spot.y >= 0 && spot.x + wide <= picture.width && spot.y + tall <= picture.height);
}

// Boxes by the squares that they touch, so that only near ones are compared.
function boxGrid(boxes) {
  const squares = new Map();
  const each = ({ x, y, width, height }, action) => {
    for (let column = Math.floor((x - GAP) / CELL); column <= Math.floor((x + width + GAP) / CELL); column += 1) {
      for (let row = Math.floor((y - GAP) / CELL); row <= Math.floor((y + height + GAP) / CELL); row += 1) {
        if (action(column * 65536 + row)) return true;
      }
    }
    return false;
  };
  const add = (box) => {
    each(box, (square) => { squares.set(square, [...(squares.get(square) || []), box]); });
  };
  const isFree = (box) => !each(box, (square) => (squares.get(square) || []).some((other) => boxesMeet(box, other, GAP)));
  boxes.forEach(add);
  return { add, isFree };
}
