// The map's two canvases: the land below, and the marks with their lines and names above it.

import { shadeOf, SHADES } from "./geometry.js";
import { labelFont } from "./labels.js";
import { traceShape } from "./looks.js";

const MAP_COLOURS = ["land", "border", "ring", "ink", "paper", "arc", ...SHADES.map((least, number) => `shade-${number + 1}`)];

// The colours of the map as the style sheets have them now.
export function mapColours(host) {
  const style = getComputedStyle(host);
  return Object.fromEntries(MAP_COLOURS.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]));
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
  context.stroke(world.borders);
}

export function drawMarks(context, { marks, arcs, labels, view, fine, colours, size }) {
  throughWindow(context, view, fine);
  for (const { path, dashed, many } of arcs) drawArcs(context, path, view, { dashed, many, colours });
  context.setTransform(fine, 0, 0, fine, 0, 0);
  for (const mark of marks) drawMark(context, mark, colours, size);
  drawNames(context, labels, colours);
}

function drawArcs(context, path, view, { dashed, many, colours }) {
  context.strokeStyle = colours.arc;
  context.globalAlpha = many ? 0.45 : 0.8;
  context.lineWidth = (many ? 0.8 : 1.3) / view.k;
  context.setLineDash(dashed ? [4 / view.k, 4 / view.k] : []);
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawMark(context, { x, y, radius: r, colour, shape, state }, colours, size) {
  if (x < -r || y < -r || x > size.width + r || y > size.height + r) return;
  context.globalAlpha = state === "back" ? 0.35 : 1;
  traceShape(context, shape, x, y, r);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.paper;
  context.stroke();
  context.globalAlpha = 1;
  if (state === "chosen") drawRing(context, x, y, r + 4, colours.ring);
}

function drawRing(context, x, y, r, colour) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = colour;
  context.stroke();
}

function drawNames(context, labels, colours) {
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const { mark, x, y, height } of labels) {
    context.font = labelFont(mark.bold);
    context.lineWidth = 3;
    context.strokeStyle = colours.paper;
    context.strokeText(mark.text, x, y + height / 2);
    context.fillStyle = colours.ink;
    context.fillText(mark.text, x, y + height / 2);
  }
}
