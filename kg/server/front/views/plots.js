// Bars and lines as SVG.

import { svg, words } from "./dom.js";
import { mark, pageFor } from "./marking.js";
import { numberWords, scaleOf, shortened, ticksOf } from "./scales.js";

const ROW = 22, SIGN = 7.2, AXIS = 26;

// Pixels for names at the left: a third of the width at most.
const roomFor = (names, width) => Math.min(Math.max(...names.map((name) => name.length)) * SIGN + 10, width / 3);

export function plotBars({ bars, columns }, width) {
  const room = roomFor(bars.map(({ name }) => name), width), top = legendHeight(columns), deep = columns.length * 12 + ROW - 12;
  const all = bars.flatMap(({ values }) => values).filter((value) => value !== null);
  const least = Math.min(0, ...all), most = Math.max(0, ...all), end = width - numberWords(most).length * SIGN - 12;
  const x = scaleOf([least, most], [room + (least < 0 ? 40 : 0), end]);
  const made = figureOf(width, bars.length * deep + AXIS + top, `Bars: ${columns.join(", ")} of ${bars.length} rows`);
  made.append(...legend(columns, width), ...gridX(x, ticksOf(least, most, width / 110), top, bars.length * deep));
  bars.forEach((bar, at) => made.append(barMark(bar, { columns, x, room, top: top + at * deep })));
  return made;
}

function barMark({ name, thing, values }, { columns, x, room, top }) {
  const label = words(shortened(name, Math.floor(room / SIGN)), { x: room - 6, y: top + 13, "text-anchor": "end" });
  const made = mark({ said: `${name}: ${valueWords(values, columns)}`, address: pageFor(thing) }, label);
  const height = columns.length > 1 ? 10 : 15;
  values.forEach((value, at) => { if (value !== null) made.append(...barShape(value, x, top + 2 + at * 12, height, at)); });
  return made;
}

function valueWords(values, columns) {
  const told = values.map((value) => (value === null ? "none" : numberWords(value)));
  return columns.length > 1 ? told.map((value, at) => `${columns[at]} ${value}`).join(", ") : told[0];
}

function barShape(value, x, y, height, at) {
  const [from, to] = [x(0), x(value)].sort((a, b) => a - b), [side, anchor] = value < 0 ? [from - 4, "end"] : [to + 4, "start"];
  const end = words(numberWords(value), { x: side, y: y + height - 3, class: "value", "text-anchor": anchor });
  return [svg("rect", { x: from, y, width: Math.max(to - from, 1), height, class: `fill-${at + 1}` }), end];
}

function gridX(x, ticks, top, height) {
  return ticks.flatMap((tick) => [
    svg("line", { x1: x(tick), x2: x(tick), y1: top, y2: top + height, class: "grid" }),
    words(numberWords(tick), { x: x(tick), y: top + height + 17, class: "axis", "text-anchor": "middle" }),
  ]);
}

export function plotLines({ series, along, value }, width) {
  const points = series.flatMap((each) => each.points), names = series.map(({ name }) => name), top = legendHeight(names) + 8, height = 320;
  const years = points.map(([year]) => year), values = points.map((point) => point[1]);
  const least = Math.min(0, ...values), most = Math.max(...values, least + 1), left = numberWords(most).length * SIGN + 16;
  const x = scaleOf([Math.min(...years), Math.max(...years)], [left + 6, width - 20]), y = scaleOf([least, most], [top + height, top]);
  const made = figureOf(width, top + height + AXIS, `Lines: ${value || names.join(", ")} by ${along}`);
  made.append(...legend(names, width), ...gridY(y, ticksOf(least, most, 6), left, width));
  for (const tick of ticksOf(Math.min(...years), Math.max(...years), width / 70, true)) {
    made.append(words(String(tick), { x: x(tick), y: top + height + 18, class: "axis", "text-anchor": "middle" }));
  }
  series.forEach((each, at) => made.append(...lineMarks(each, at, x, y)));
  return made;
}

function lineMarks({ name, points }, at, x, y) {
  const path = points.map(([year, value], step) => `${step ? "L" : "M"}${x(year).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const told = (value, date) => `${name}, ${date}: ${numberWords(value)}`;
  const dots = points.map(([year, value, date]) => mark({ said: told(value, date) }, signAt(at, x(year), y(value))));
  return [svg("path", { d: path, class: `line stroke-${at + 1}` }), ...dots];
}

// Lines differ by the shape of their points as well as by colour.
const SHAPES = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", "M-4 -4h8v8h-8z", "M0 -5l5 9h-10z", "M0 -5l5 5l-5 5l-5 -5z", "M0 5l5 -9h-10z",
  "M-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z",
];

function signAt(at, x, y) {
  return svg("path", { d: SHAPES[at % SHAPES.length], transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, class: `fill-${at + 1}` });
}

function gridY(y, ticks, left, width) {
  return ticks.flatMap((tick) => [
    svg("line", { x1: left, x2: width, y1: y(tick), y2: y(tick), class: "grid" }),
    words(numberWords(tick), { x: left - 6, y: y(tick) + 4, class: "axis", "text-anchor": "end" }),
  ]);
}

const legendHeight = (names) => (names.length > 1 ? names.length * 18 + 6 : 0);

function legend(names, width) {
  if (names.length < 2) return [];
  const most = Math.floor(width / SIGN) - 4;
  return names.flatMap((name, at) => [signAt(at, 8, 9 + at * 18), words(shortened(name, most), { x: 20, y: 13 + at * 18 })]);
}

// An empty figure that says in words what it is.
export function figureOf(width, height, told) {
  return svg("svg", { class: "figure", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": told });
}
