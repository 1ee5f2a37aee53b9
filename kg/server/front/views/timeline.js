// Rows with dates along the years: spans where they begin and end, marks where they have one date.

import { columnsOf, namingColumn, said, spanOf, thingOf } from "./columns.js";
import { svg, words } from "./dom.js";
import { mark, pageFor } from "./marking.js";
import { figureOf } from "./plots.js";
import { counted, scaleOf, shortened, ticksOf } from "./scales.js";
import { viewOf } from "./view.js";

const MOST = 200, ROW = 20, AXIS = 24, SIGN = 7.2;
const STARTS = /^(from|start|since|begin|began|founded|opened|launched|valid_?from)/i;
const ENDS = /^(to|end|until|till|dissolved|closed|valid_?(to|until))/i;
const NO_DATES = "a timeline needs a column of dates, as ?from, and may have another where things end, as ?to";

// { rows: [{ name, thing, dates, span }], … } in order of time, or { why }.
export function timelinePlan(table) {
  const dates = columnsOf(table, "date"), start = dates.find((name) => STARTS.test(name)) || dates[0];
  if (!start) return { why: NO_DATES };
  const end = dates.find((name) => name !== start && ENDS.test(name)), names = namesOf(table, dates);
  const found = table.rows.map((row) => rowOf(table, row, start, end, names)).filter(Boolean).sort(inTime);
  const left = table.rows.length - found.length, over = found.length - MOST;
  const notes = [
    left > 0 && `${counted(left, "row")} without ?${start}${end ? ` and ?${end}` : ""} left out.`,
    over > 0 && `The first ${MOST} of ${counted(found.length, "row")}.`,
  ];
  return { rows: found.slice(0, MOST), start, end, note: notes.filter(Boolean).join(" ") };
}

const inTime = (a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1] || a.name.localeCompare(b.name, "en");

function namesOf(table, dates) {
  const texts = columnsOf(table, "text");
  return texts.length ? texts.slice(0, 2) : [namingColumn(table, dates)].filter(Boolean);
}

function rowOf(table, row, start, end, names) {
  const from = spanOf(row[start]?.value), to = end ? spanOf(row[end]?.value) : null;
  if (!from && !to) return null;
  const [first, last] = [from || to, to && from && to[1] > from[0] ? to : from || to];
  const dates = [row[start]?.value, end && row[end]?.value].filter(Boolean).join(" to ");
  const name = names.map((each) => said(row[each])).filter(Boolean).join(" · ") || dates;
  return { name, thing: thingOf(table, row), dates, span: [first[0], last[1]], open: Boolean(end && from && !to) };
}

async function paintTimeline({ rows }, host, width) {
  const room = Math.min(Math.max(...rows.map(({ name }) => name.length)) * SIGN + 10, width / 3);
  const years = [Math.min(...rows.map(({ span }) => span[0])), Math.max(...rows.map(({ span }) => span[1]))];
  const x = scaleOf(years, [room + 6, width - 24]);
  const made = figureOf(width, rows.length * ROW + AXIS, `Timeline of ${counted(rows.length, "row")}`);
  made.append(...yearLines(years, rows.length, x, width), ...rows.map((row, at) => rowMark(row, x, room, AXIS + at * ROW)));
  host.replaceChildren(made);
}

function yearLines([first, last], count, x, width) {
  return ticksOf(first, last, width / 90, true).flatMap((year) => [
    svg("line", { x1: x(year), x2: x(year), y1: AXIS - 6, y2: AXIS + count * ROW, class: "grid" }),
    words(String(year), { x: x(year), y: 12, class: "axis", "text-anchor": "middle" }),
  ]);
}

// What begins and has no end runs into an arrow.
function rowMark({ name, thing, dates, span, open }, x, room, top) {
  const from = x(span[0]), to = Math.max(x(span[1]), from + 6);
  const arrow = open ? [svg("path", { d: `M${to + 1} ${top + 4}l7 5l-7 5z`, class: "fill-1" })] : [];
  return mark(
    { said: `${name}: ${dates}${open ? ", no end given" : ""}`, address: pageFor(thing) },
    words(shortened(name, Math.floor(room / SIGN)), { x: room - 2, y: top + 13, "text-anchor": "end" }),
    svg("rect", { x: from.toFixed(1), y: top + 4, width: (to - from).toFixed(1), height: 10, rx: 2, class: "fill-1" }), ...arrow,
  );
}

export const timelinePlugin = {
  name: "timeline",
  class: viewOf({
    name: "timeline", label: "Timeline", icon: "M1 3h7v3H1zM5 7h8v3H5zM9 11h6v3H9z",
    plan: timelinePlan, paint: paintTimeline,
  }),
};
