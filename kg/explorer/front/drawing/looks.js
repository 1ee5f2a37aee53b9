// How marks look in every picture: their size, their colour, their shape.

import { rounded } from "../core/text.js";

// Nine colours that stay apart for colour-blind readers, after the muted ones of Paul Tol, deepened until each is 3:1 on
// white, and lightened for a dark page; what is in no large community is grey.
const COMMUNITY_COLOURS = [
  ["#332288", "#9d8ff0"], ["#cc6677", "#ee8899"], ["#117733", "#5cc98a"], ["#8a7420", "#ddcc77"], ["#2f86a8", "#88ccee"],
  ["#882255", "#e57fb0"], ["#2a8a7d", "#44aa99"], ["#aa4499", "#dd77cc"], ["#7d7d22", "#b8b84a"],
];
const GREY = ["#6b7280", "#b8bfc9"], LEAST = 8, LARGEST = 50, EVEN = 14;

export function communityColour(number, isDark = false) {
  return (COMMUNITY_COLOURS[number] || GREY)[isDark ? 1 : 0];
}

// The colour of a thing by its kind or its community.
export function colourOf(model, state, isDark = false) {
  if (state.colour === "community") return (node) => communityColour(node.community, isDark);
  const known = new Map(model.kinds.map(({ kind, colour, dark }) => [kind, isDark ? dark : colour]));
  return (node) => known.get(node.kind) || GREY[isDark ? 1 : 0];
}

// The distance from the middle of a mark to its rim: by the number of all its links as the layout has it, by a score,
// or the same for all. Areas grow as the numbers do; what has no such score is smallest.
export function radiusOf(model, state) {
  if (state.size === "same") return () => EVEN;
  if (!model.measures.some(({ name }) => name === state.size)) return (node) => Math.min(LEAST + 3 * Math.sqrt(node.links.length), LARGEST);
  const value = (node) => Math.max(0, node.scores[state.size]?.value || 0);
  const most = model.nodes.reduce((best, node) => Math.max(best, value(node)), 0) || 1;
  return (node) => LEAST + (LARGEST - LEAST) * Math.sqrt(value(node) / most);
}

export function shapeOf(model) {
  const known = new Map(model.kinds.map(({ kind, shape }) => [kind, shape]));
  return (node) => known.get(node.kind) || "dot";
}

const turned = (corners, turn, far = () => 1.15) => Array.from({ length: corners }, (_, number) => {
  const angle = turn + (2 * Math.PI * number) / corners;
  return [far(number) * Math.sin(angle), -far(number) * Math.cos(angle)];
});

// The corners of every shape around a circle of radius 1; the dot is that circle.
export const SHAPE_CORNERS = {
  dot: null, square: turned(4, Math.PI / 4), diamond: turned(4, 0), triangle: turned(3, 0),
  triangleDown: turned(3, Math.PI), hexagon: turned(6, Math.PI / 6), star: turned(10, 0, (number) => (number % 2 ? 0.55 : 1.25)),
};

// Draws the outline of a shape on a canvas, to be filled or stroked.
export function traceShape(context, shape, x, y, radius) {
  const corners = SHAPE_CORNERS[shape];
  context.beginPath();
  if (!corners) return context.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [right, down] of corners) context.lineTo(x + radius * right, y + radius * down);
  return context.closePath();
}

// The same as the path of an SVG.
export function shapePath(shape, x, y, radius) {
  const corners = SHAPE_CORNERS[shape], r = rounded(radius), across = rounded(2 * radius);
  if (!corners) return `M${rounded(x - radius)} ${rounded(y)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 ${-across} 0z`;
  return `M${corners.map(([right, down]) => `${rounded(x + radius * right)} ${rounded(y + radius * down)}`).join("L")}z`;
}

// A colour of six hexadecimal digits laid over another, as thick as `share` of 1.
export function mixedColour(over, under, share) {
  const part = (colour, at) => parseInt(sixDigits(colour).slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(over, at) * share + part(under, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

const sixDigits = (colour) => (colour.length === 4 ? colour.replace(/[^#]/g, (digit) => digit + digit) : colour);
