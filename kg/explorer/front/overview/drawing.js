// The first screen as a drawing of lines, marks and names.

import { count, short, spoken } from "../core/text.js";
import { placeLabels } from "../drawing/labels.js";
import { colourOf, shapeOf, shapePath } from "../drawing/looks.js";
import { svg } from "../widgets/dom.js";
import { overviewSizes } from "./scene.js";

// The drawing of a scene for a window of {width, height}; `measure` is the width of words.
export function overviewDrawing({ model, state }, scene, { size, measure, isDark }) {
  const look = { ...scene, ...overviewSizes(scene, size), colour: colourOf(model, state, isDark), shape: shapeOf(model) };
  return [
    svg("g", {}, ...scene.ties.map((tie, number) => tieLine(tie, number, look))),
    svg("g", {}, ...[...scene.nodes].reverse().map((node) => markShape(node, look))),
    svg("g", {}, ...nameTexts(look, { ...size, measure })),
  ];
}

// What a part of the drawing is, in words.
export function pointedWords({ dataset }, model, { ties }) {
  if (dataset.number) return nodeWords(model.nodes[dataset.number]);
  return dataset.tie ? tieWords(ties[dataset.tie]) : "";
}

const nodeWords = ({ name, type, links }) => `${name} · ${spoken(type)} · ${count(links.length, "link")}`;
const tieWords = ({ from, to, shared }) => `${from.name} and ${to.name} share ${count(shared, "city", "cities")}`;

function tieLine(tie, number, { place, thickness, front, at }) {
  const from = place(tie.from), to = place(tie.to);
  return svg("line", {
    x1: from.x, y1: from.y, x2: to.x, y2: to.y, "stroke-width": thickness(tie), "stroke-dasharray": tie.sure === false ? "3 3" : null,
    "data-tie": number, class: isTieBack(tie, front, at) ? "tie back" : "tie",
  });
}

// Of a selected collective its own ties are in front, of a selected place those between its collectives.
function isTieBack({ from, to }, front, at) {
  if (!front) return false;
  return front.has(at) ? from !== at && to !== at : !front.has(from) || !front.has(to);
}

function markShape(node, { place, radius, colour, shape, front, at }) {
  const { x, y } = place(node), back = front && !front.has(node) ? " back" : "", chosen = node === at ? " chosen" : "";
  const attributes = { fill: colour(node), class: `mark${back}${chosen}`, "data-number": node.number };
  return svg("path", { d: shapePath(shape(node), x, y, radius(node)), ...attributes });
}

function nameTexts({ nodes, place, radius, front }, picture) {
  const isNamed = (node) => !front || front.has(node), most = picture.width < 500 ? 18 : 28;
  const marks = nodes.map((node, rank) => ({
    ...place(node), radius: radius(node), rank, node, text: isNamed(node) ? short(node.name, most) : "", bold: rank < 8 }));
  return placeLabels(marks, { ...picture, forced: 8 }).map(({ mark, x, y, height }) => {
    const made = svg("text", { x, y: y + height - 4, class: mark.bold ? "name bold" : "name", "data-number": mark.node.number });
    made.textContent = mark.text;
    return made;
  });
}
