// The picture of the timeline: lanes of marks under a line of years.

import { short } from "../core/text.js";
import { colourOf, shapeOf, shapePath } from "../drawing/looks.js";
import { svg } from "../widgets/dom.js";
import { LANES, markWords } from "./dates.js";
import { packedLane, yearScale } from "./ticks.js";

const LANE_ROW = 18, LANE_HEAD = 24, SIDE_EDGE = 10, WORD_LENGTH = 34;
const LANE_ROOM = { own: 6, founded: 7, adopted: 6, joined: 8, pledged: 3, granted: 4, events: 5, practices: 2, published: 5 };

// How wide the words of a mark are, in pixels; each text is measured once.
export function wordMeasure(host) {
  const pen = document.createElement("canvas").getContext("2d"), known = new Map();
  pen.font = `12px ${getComputedStyle(host).fontFamily}`;
  return ({ text, own }) => {
    const seen = short(text, WORD_LENGTH);
    if (!known.has(seen)) known.set(seen, pen.measureText(seen).width);
    return known.get(seen) * (own ? 1.1 : 1); // bold words are a little wider
  };
}

export const laneWidth = (host) => host.clientWidth - 2 * SIDE_EDGE;

// Draws all lanes into `axis` and `picture`; `act` has what a mark and a count do when they are pressed.
// Gives where years are and the bar of the chosen one.
export function drawLanes({ axis, picture, roving, app, marks, at }, range, width, { wide, act }) {
  const scale = yearScale(range, width), looks = laneLooks(app), settle = roving.renew();
  const lanes = LANES.map((lane) => ({ ...lane, words: lane.lane === "own" && at ? short(at.name, 60) : lane.words,
    marks: marks.filter((mark) => mark.lane === lane.lane) })).filter((lane) => lane.marks.length);
  let top = 0;
  const drawn = lanes.map((lane) => {
    const packed = packedLane(lane.marks, range, { width, wide, rows: LANE_ROOM[lane.lane] });
    const made = laneGroup(lane, packed, top, { roving, act, looks });
    top += laneHeight(packed);
    return made;
  });
  const line = svg("rect", { class: "chosen-year", y: 0, width: Math.max(3, scale.unit), height: top });
  drawAxis(axis, scale, width);
  picture.replaceChildren(svg("g", { "aria-hidden": "true" }, line, ...scale.ticks.map((year) => gridPath(scale, year, top))), ...drawn);
  sizePicture(picture, width, top);
  settle();
  return { scale, line };
}

const laneLooks = ({ model, state }) => (
  { shape: shapeOf(model), light: colourOf(model, state, false), dark: colourOf(model, state, true) });

const laneHeight = ({ rows, more }) => LANE_HEAD + rows * LANE_ROW + (more.length ? LANE_ROW + 4 : 0) + 8;

function sizePicture(picture, width, height) {
  picture.setAttribute("viewBox", `${-SIDE_EDGE} 0 ${width + 2 * SIDE_EDGE} ${height}`);
  picture.setAttribute("width", width + 2 * SIDE_EDGE);
  picture.setAttribute("height", height);
}

function drawAxis(axis, { unit, left, ticks }, width) {
  const anchor = unit > 60 ? "start" : "middle";
  axis.replaceChildren(...ticks.map((year) => svgText(left(year) + Math.min(unit / 2, 8), 15, String(year), { "text-anchor": anchor })));
  sizePicture(axis, width, 22);
}

const gridPath = ({ left }, year, height) => svg("path", { class: "grid", d: `M${Math.round(left(year)) + 0.5} 0v${height}` });

function laneGroup(lane, packed, top, tools) {
  const body = top + LANE_HEAD, below = body + packed.rows * LANE_ROW + 2;
  return svg("g", { role: "group", "aria-label": lane.words }, svg("path", { class: "grid", d: `M${-SIDE_EDGE} ${top + 0.5}h9999` }),
    svgText(0, top + 16, lane.words, { class: "lane-title", "aria-hidden": "true" }),
    ...packed.placed.map((spot) => lanePoint(spot, body + spot.row * LANE_ROW + LANE_ROW / 2, tools)),
    ...packed.more.map((bin) => laneChip(lane, bin, below, tools)));
}

function lanePoint({ mark, x, side }, y, { roving, act, looks }) {
  const right = side === "right", outline = shapePath(looks.shape(mark.node), x, y, mark.links.length > 1 ? 5.5 : 4.5);
  const words = svgText(right ? x + 10 : x - 10, y + 4, short(mark.text, WORD_LENGTH), { "text-anchor": right ? "start" : "end" });
  const made = roving.add({ id: mark.id, name: markWords(mark), act: () => act.mark(mark), year: mark.year },
    `point${mark.own ? " own" : ""}${mark.ended ? " ended" : ""}`, svg("path", { class: "dot", d: outline }), words);
  made.style.setProperty("--hue", looks.light(mark.node));
  made.style.setProperty("--hue-dark", looks.dark(mark.node));
  return made;
}

// How many of some years found no room; pressed, it lists them.
function laneChip(lane, { from, to, x, marks }, y, { roving, act }) {
  const words = `+${marks.length}`, wide = 12 + words.length * 7, id = `${lane.lane} +${from}`;
  const title = `${lane.words}, ${from === to ? from : `${from} to ${to}`}: ${marks.length} more`;
  return roving.add({ id, name: title, act: () => act.more(title, marks, id), year: from }, "point chip",
    svg("rect", { x: x - wide / 2, y, width: wide, height: 16, rx: 8 }), svgText(x, y + 12, words, { "text-anchor": "middle" }));
}

function svgText(x, y, words, attributes) {
  const made = svg("text", { x, y, ...attributes });
  made.textContent = words;
  return made;
}
