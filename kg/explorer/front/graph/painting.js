// One frame of the picture: lines, marks, names. A frame is {scene, looks, scale, window: {width, height}, middle}.

import { short } from "../core/text.js";
import { placeLabels } from "../drawing/labels.js";
import { colourOf, radiusOf, shapeOf } from "../drawing/looks.js";
import { drawMark, fillHeads, strokeLines, strokeRing, writeNames } from "../drawing/strokes.js";
import { linkBends } from "./scene.js";

const FEW_LINKS = 1500, MANY_LINKS = 8000;
const WIDEST = 26, TINY = 2.5, BACK = 0.15;

// How everything of a scene looks, worked out once and used for every frame.
export function looksOf(model, state, scene, colours) {
  const looks = sceneLooks(model, state, scene, colours.isDark);
  return { ...looks, colours, strokes: strokesOf(state, scene, colours, looks.isFew) };
}

// What a picture on the screen and a figure for paper have alike.
export function sceneLooks(model, state, scene, isDark = false) {
  const radius = radiusOf(model, state), isFew = scene.links.length <= FEW_LINKS;
  return {
    isFew, colour: colourOf(model, state, isDark), shape: shapeOf(model),
    radius: scene.places ? (node) => Math.min(radius(node), WIDEST) : radius,
    spot: scene.places ? (node) => scene.places.get(node) : (node) => node,
    bends: isFew ? linkBends(scene.links) : new Map(), ends: new Set([scene.at, state.show ? model.byKey.get(state.other) : null]),
  };
}

// Lines as they are stroked: those of the selected thing last. A link without a date is dashed while a year is chosen.
function strokesOf(state, { far, close, stepped }, { edge, ink }, isFew) {
  const parted = (links) => (state.year ? [links.filter(isDated), links.filter((link) => !isDated(link))] : [links, []]);
  const faint = Math.max(0.06, Math.min(0.75, 15 / Math.sqrt(far.length)));
  const stroke = (links, own) => parted(links).map((some, number) => ({ links: some, dashed: number === 1, ...own }));
  return [
    ...stroke(far, { colour: edge, opacity: faint * (stepped ? 0.3 : 1), heads: isFew && !stepped }),
    ...stroke(close, { colour: ink, opacity: close.length > FEW_LINKS ? 0.3 : 0.7, heads: close.length <= FEW_LINKS, width: 1.3 }),
  ];
}

const isDated = (link) => Boolean(link.start || link.end);

// Marks are never too small to be seen, from however far.
export const seenRadius = (looks, node, scale) => Math.max(looks.radius(node), TINY / scale);

export function paintLines(context, { scene, looks, scale, moving }) {
  if (moving && scene.far.length > MANY_LINKS) return;
  const unit = 1 / scale, { spot, bends } = looks, radius = (node) => seenRadius(looks, node, scale);
  for (const { links, heads, ...stroke } of looks.strokes) {
    strokeLines(context, links, { spot, bends, unit, ...stroke });
    if (heads && scale > 0.25) fillHeads(context, links, { spot, bends, unit, radius, ...stroke });
  }
}

export function paintMarks(context, { scene, looks, scale }) {
  const { colours, spot } = looks, unit = 1 / scale;
  for (let rank = scene.nodes.length - 1; rank >= 0; rank -= 1) {
    const node = scene.nodes[rank], { x, y } = spot(node);
    drawMark(context, {
      x, y, unit, radius: seenRadius(looks, node, scale), shape: looks.shape(node), colour: looks.colour(node), border: colours.paper,
      ring: looks.ends.has(node) ? colours.accent : "", opacity: scene.stepped && !scene.near.has(node) ? BACK : 1,
    });
  }
}

// Rings around what is selected, in pixels of the window.
export function paintRings(context, { scene, looks, scale, window, middle }) {
  for (const node of scene.nodes.filter((each) => looks.ends.has(each))) {
    const radius = seenRadius(looks, node, scale) * scale + 4;
    strokeRing(context, { ...inWindow(looks.spot(node), scale, window, middle), radius, ring: looks.colours.accent, unit: 1 });
  }
}

// Gives where each name stands in the window, so that it can be clicked.
export function paintNames(context, frame, measure) {
  const placed = placeLabels(nameMarks(frame), { ...frame.window, measure });
  writeNames(context, placed, frame.looks.colours);
  return placed;
}

// Marks in pixels of the window: the main ones are named, and what is large enough; beside a selected thing only what
// is linked with it.
function nameMarks({ scene, looks, scale, window, middle }) {
  const room = (window.width * window.height) / 12000, isAll = Boolean(scene.places), marks = [];
  const isNamed = (node, rank, radius) => scene.near.has(node) || isAll || (!scene.stepped && (rank < room || radius >= 4));
  scene.nodes.forEach((node, rank) => {
    const { x, y } = inWindow(looks.spot(node), scale, window, middle), radius = seenRadius(looks, node, scale) * scale;
    if (x + radius < 0 || y + radius < 0 || x - radius > window.width || y - radius > window.height) return;
    const text = isNamed(node, rank, radius) ? short(node.name) : "";
    marks.push({ x, y, radius, rank, node, text, bold: looks.ends.has(node) || node.links.length > 15 });
  });
  return marks;
}

const inWindow = (spot, scale, { width, height }, middle) => (
  { x: (spot.x - middle.x) * scale + width / 2, y: (spot.y - middle.y) * scale + height / 2 });
