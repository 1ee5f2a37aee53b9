// The paths of lines on paper: straight, bent where two things have several links, with a head that says which way.

import { rounded } from "../core/text.js";

const PAPER_BEND = 18, HEAD_LONG = 6;
const pointWords = ({ x, y }) => `${rounded(x)} ${rounded(y)}`;

// The point that draws a line aside, at right angles to it, by a bend of so many pixels; a canvas and a path bend alike.
export function bentMiddle(from, to, bend) {
  const right = to.x - from.x, down = to.y - from.y, aside = (2 * bend) / (Math.hypot(right, down) || 1);
  return { x: (from.x + to.x) / 2 - down * aside, y: (from.y + to.y) / 2 + right * aside };
}

// From one mark to another, each {x, y, radius}.
export function linePath(from, to, bend, head) {
  if (from === to) return loopPath(from);
  const middle = bend ? bentMiddle(from, to, PAPER_BEND * bend) : null;
  return `M${pointWords(from)}${middle ? `Q${pointWords(middle)} ` : "L"}${pointWords(to)}${head ? headPath(middle || from, to) : ""}`;
}

const loopPath = ({ x, y }) => {
  const r = PAPER_BEND / 2;
  return `M${pointWords({ x, y })}a${r} ${r} 0 1 1 0.1 0`;
};

// An open arrow whose tip stands at the rim of the mark.
function headPath(before, to) {
  const angle = Math.atan2(to.y - before.y, to.x - before.x), reach = to.radius + 1;
  const tip = { x: to.x - reach * Math.cos(angle), y: to.y - reach * Math.sin(angle) };
  const ends = [0.45, -0.45].map((turn) => pointWords({
    x: tip.x - HEAD_LONG * Math.cos(angle + turn), y: tip.y - HEAD_LONG * Math.sin(angle + turn) }));
  return `M${ends[0]}L${pointWords(tip)}L${ends[1]}`;
}
