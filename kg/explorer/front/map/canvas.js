// The map's two canvases: the land below, and the marks with their lines and names above it.

import { drawMark, writeNames } from "../drawing/strokes.js";
import { pageColours } from "../widgets/colours.js";
import { shadeOf, SHADES } from "./window.js";

const MAP_COLOURS = ["land", "border", "arc", ...SHADES.map((least, number) => `shade-${number + 1}`)], BACK_OPACITY = 0.35;

// The colours of the page and of the map as the style sheets have them now.
export function mapColours(host) {
  const style = getComputedStyle(host), own = MAP_COLOURS.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]);
  return { ...pageColours(host), ...Object.fromEntries(own) };
}

// The drawing surface of a canvas for a size in CSS pixels, as fine as the screen is.
export function sizedContext(canvas, { width, height, fine }) {
  if (canvas.width !== Math.round(width * fine) || canvas.height !== Math.round(height * fine)) {
    canvas.width = Math.round(width * fine);
    canvas.height = Math.round(height * fine);
  }
  const context = canvas.getContext("2d");
  context.setTransform(fine, 0, 0, fine, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

function throughWindow(context, view, fine) {
  context.setTransform(view.k * fine, 0, 0, view.k * fine, view.x * fine, view.y * fine);
}

// `counts` has the number of places by country where countries are shaded, or is null.
export function drawLand(context, world, { view, fine, colours, counts }) {
  throughWindow(context, view, fine);
  context.fillStyle = colours.land;
  context.fill(world.land);
  for (const { key, path } of counts ? world.countries : []) {
    if (!counts.get(key)) continue;
    context.fillStyle = colours[`shade-${shadeOf(counts.get(key))}`];
    context.fill(path);
  }
  context.strokeStyle = colours.border;
  context.lineWidth = 0.7 / view.k;
  context.stroke(world.borders.path);
}

export function drawMap(context, { marks, arcs, labels, view, fine, colours, size }) {
  throughWindow(context, view, fine);
  for (const arc of arcs) strokeArc(context, arc, view, colours.arc);
  context.setTransform(fine, 0, 0, fine, 0, 0);
  for (const mark of marks) {
    const { x, y, radius, state } = mark, isSeen = x > -radius && y > -radius && x < size.width + radius && y < size.height + radius;
    const ring = state === "chosen" ? colours.accent : "", opacity = state === "back" ? BACK_OPACITY : 1;
    if (isSeen) drawMark(context, { ...mark, border: colours.paper, ring, opacity, unit: 1 });
  }
  writeNames(context, labels, colours);
}

// Great circles; where there are many they are thin.
function strokeArc(context, { path, dashed, many }, { k }, colour) {
  Object.assign(context, { strokeStyle: colour, globalAlpha: many ? 0.45 : 0.8, lineWidth: (many ? 0.8 : 1.3) / k });
  context.setLineDash(dashed ? [4 / k, 4 / k] : []);
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}
