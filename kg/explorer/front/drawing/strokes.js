// The lines and marks of a picture on a canvas. `spot` is where a thing stands, `unit` how long a pixel of the screen is.

import { labelFont, labelHeight } from "./labels.js";
import { bentMiddle } from "./lines.js";
import { traceShape } from "./looks.js";

const BEND_SIZE = 26, HEAD_SIZE = 7;
const THIN_LINE = 0.95; // just under a pixel, so that browsers draw thousands of lines the quick way

// Lines from mark to mark, all in one stroke; with `heads` each says which way it leads.
export function strokeLines(context, links, { spot, bends, unit, colour, opacity, width = THIN_LINE, dashed = false }) {
  if (!links.length || !opacity) return;
  Object.assign(context, { strokeStyle: colour, globalAlpha: opacity, lineWidth: width * unit });
  context.setLineDash(dashed ? [5 * unit, 4 * unit] : []);
  context.beginPath();
  for (const link of links) traceLine(context, spot(link.from), spot(link.to), bends.get(link) || 0, link.from === link.to);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

export function fillHeads(context, links, { spot, bends, unit, colour, opacity, radius }) {
  Object.assign(context, { fillStyle: colour, globalAlpha: opacity });
  context.beginPath();
  for (const link of links.filter(({ from, to }) => from !== to)) {
    traceHead(context, spot(link.from), spot(link.to), bends.get(link) || 0, { radius: radius(link.to), size: HEAD_SIZE * unit });
  }
  context.fill();
  context.globalAlpha = 1;
}

export function drawMark(context, { x, y, radius, shape, colour, border, ring, unit, opacity }) {
  traceShape(context, shape, x, y, radius);
  Object.assign(context, { fillStyle: colour, strokeStyle: border, lineWidth: unit, globalAlpha: opacity });
  context.fill();
  context.stroke();
  if (ring) strokeRing(context, { x, y, radius: radius + 4 * unit, ring, unit });
  context.globalAlpha = 1;
}

// Names with a rim in the colour of the page, so that lines below them do not hide them.
export function writeNames(context, placed, { ink, paper }) {
  Object.assign(context, { textAlign: "left", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 });
  Object.assign(context, { strokeStyle: paper, fillStyle: ink });
  for (const { mark, x, y } of placed) {
    context.font = labelFont(mark.bold);
    context.strokeText(mark.text, x, y + labelHeight(mark.bold) / 2);
    context.fillText(mark.text, x, y + labelHeight(mark.bold) / 2);
  }
}

// How wide words are, remembered: the same names are asked for with every frame.
export function textMeasure(context) {
  const known = new Map();
  return (text, bold) => {
    const key = `${bold ? 1 : 0}${text}`;
    if (!known.has(key)) {
      context.font = labelFont(bold);
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}

// How far a point is from a line, which is seen as two straight halves.
export function farFromLine(point, from, to, bend) {
  const middle = bentMiddle(from, to, (BEND_SIZE * bend) / 2);
  return Math.min(farFromPiece(point, from, middle), farFromPiece(point, middle, to));
}

export function strokeRing(context, { x, y, radius, ring, unit }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  Object.assign(context, { strokeStyle: ring, lineWidth: 3 * unit });
  context.stroke();
}

function traceLine(context, from, to, bend, isLoop) {
  context.moveTo(from.x, from.y);
  if (isLoop) return context.arc(from.x, from.y - BEND_SIZE, BEND_SIZE, Math.PI / 2, 2.5 * Math.PI);
  if (!bend) return context.lineTo(to.x, to.y);
  const { x, y } = bentMiddle(from, to, BEND_SIZE * bend);
  return context.quadraticCurveTo(x, y, to.x, to.y);
}

function traceHead(context, from, to, bend, { radius, size }) {
  const before = bend ? bentMiddle(from, to, BEND_SIZE * bend) : from, angle = Math.atan2(to.y - before.y, to.x - before.x);
  const x = to.x - radius * Math.cos(angle), y = to.y - radius * Math.sin(angle);
  context.moveTo(x, y);
  for (const turn of [angle + Math.PI - 0.4, angle + Math.PI + 0.4]) context.lineTo(x + size * Math.cos(turn), y + size * Math.sin(turn));
}

function farFromPiece({ x, y }, from, to) {
  const right = to.x - from.x, down = to.y - from.y, square = right * right + down * down || 1;
  const at = Math.max(0, Math.min(1, ((x - from.x) * right + (y - from.y) * down) / square));
  return Math.hypot(x - from.x - at * right, y - from.y - at * down);
}
