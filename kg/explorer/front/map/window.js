// The window through which the map is seen, what is near a point, and where names find room. Numbers only, no drawing.
// The world is projected once for a width; a window {k, x, y} says where a point p of it stands: p * k + (x, y).

export const CLOSEST = 48;
export const WORLD_WINDOW = Object.freeze({ k: 1, x: 0, y: 0 });

// The same window, not so far out or aside that the world leaves the screen. `world` is its box when k is 1.
export function heldWindow({ k, x, y }, world, { width, height }) {
  const close = Math.max(1, Math.min(CLOSEST, k));
  return { k: close, x: heldShift(x, world.left * close, world.right * close, width),
    y: heldShift(y, world.top * close, world.bottom * close, height) };
}

// What is narrower than the screen stands in its middle; what is wider covers it.
function heldShift(shift, from, to, room) {
  if (to - from <= room) return (room - to - from) / 2;
  return Math.min(0 - from, Math.max(room - to, shift));
}

// Nearer or farther by a factor, with the point of the screen under (x, y) left where it is.
export function zoomedWindow(view, factor, [x, y]) {
  const k = Math.max(1, Math.min(CLOSEST, view.k * factor)), change = k / view.k;
  return { k, x: x - (x - view.x) * change, y: y - (y - view.y) * change };
}

export function movedWindow(view, x, y) {
  return { k: view.k, x: view.x + x, y: view.y + y };
}

// The window that shows all these points of the projected world, with a margin; one point is shown from not too near.
export function windowAround(points, { width, height }, margin = 50, nearest = 12) {
  if (!points.length) return WORLD_WINDOW;
  const box = boxOf(points), across = box.right - box.left, down = box.bottom - box.top;
  const k = Math.max(1, Math.min(nearest, (width - 2 * margin) / (across || 1), (height - 2 * margin) / (down || 1)));
  return { k, x: width / 2 - ((box.left + box.right) / 2) * k, y: height / 2 - ((box.top + box.bottom) / 2) * k };
}

export function boxOf(points) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

export function onScreen([x, y], view) {
  return [x * view.k + view.x, y * view.k + view.y];
}

export function isSeen([x, y], { width, height }, margin = 0) {
  return x >= -margin && y >= -margin && x <= width + margin && y <= height + margin;
}

// The window as words for the address, its middle in degrees and how near, so that another screen shows the same part of the world.
export function windowWords(view, size, pointDegrees) {
  if (view.k <= 1) return "";
  const middle = pointDegrees([(size.width / 2 - view.x) / view.k, (size.height / 2 - view.y) / view.k]);
  if (!middle || !middle.every(Number.isFinite)) return "";
  return [middle[0].toFixed(2), middle[1].toFixed(2), view.k.toFixed(1)].map((number) => String(Number(number))).join("_");
}

// The window that such words name; the whole world where they name none.
export function windowOfWords(words, size, pointOf) {
  const [longitude, latitude, k] = words.split("_").map(Number);
  const known = [longitude, latitude, k].every(Number.isFinite) && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && k >= 1;
  const middle = known ? pointOf([longitude, latitude]) : null;
  return middle ? { k, x: size.width / 2 - middle[0] * k, y: size.height / 2 - middle[1] * k } : WORLD_WINDOW;
}

// Marks {x, y, radius} under a point or within reach of it, the nearest first.
export function marksNear(marks, x, y, reach) {
  const far = (mark) => Math.max(0, Math.hypot(mark.x - x, mark.y - y) - mark.radius);
  const found = marks.map((mark, number) => ({ mark, number, far: far(mark), middle: Math.hypot(mark.x - x, mark.y - y) }));
  return found.filter((each) => each.far <= reach).sort((a, b) => a.far - b.far || a.middle - b.middle || a.number - b.number)
    .map(({ mark }) => mark);
}

// The classes of shading: the least number of each, and which of them a number is in (0 is none).
export const SHADES = [1, 3, 10, 30, 100];

export function shadeOf(number) {
  return SHADES.filter((least) => number >= least).length;
}
