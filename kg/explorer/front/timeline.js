// Foundings, adoptions, joinings, grants and events along the years.

import { LANES, datedMarks, groupedBy, markWords, undatedOf } from "./dates.js";
import { button, el, svg } from "./dom.js";
import { count, short, whereSaid } from "./text.js";
import { firstRange, packedLane, rangeOf, yearScale, zoomed } from "./ticks.js";
import { listTray } from "./tray.js";

const LANE_ROW = 18, LANE_HEAD = 24, SIDE_EDGE = 10, WORD_LENGTH = 34;
const LANE_ROOM = { own: 6, founded: 7, adopted: 6, joined: 8, pledged: 3, granted: 4, events: 5, practices: 2, published: 5 };

export function timelineView(host, app) {
  host.append(el("h2", "Timeline"));
  if (!app.model.years) {
    host.append(el("p", "Nothing here has a date."));
    return { update: () => {} };
  }
  const view = { app, shown: null, at: null, marks: [], range: null, drawn: "", current: "", wide: wordMeasure(host), tray: listTray("List of the timeline") };
  host.append(timelineControls(view), timelinePicture(view), view.tray.box, timelineList(view), undatedList(view));
  new ResizeObserver(() => drawTimeline(view)).observe(view.picture);
  return { update: () => updateTimeline(view) };
}

function wordMeasure(host) {
  const pen = document.createElement("canvas").getContext("2d"), known = new Map();
  pen.font = `12px ${getComputedStyle(host).fontFamily}`;
  return ({ text, own }) => {
    const seen = short(text, WORD_LENGTH);
    if (!known.has(seen)) known.set(seen, pen.measureText(seen).width);
    return known.get(seen) * (own ? 1.1 : 1); // bold words are a little wider
  };
}

function timelineControls(view) {
  const year = (words, name) => {
    const input = el("input", "", { type: "number", min: view.app.model.years[0], max: view.app.model.years[1] });
    input.addEventListener("change", () => view.app.go({ [name]: Number(input.value) || 0 }));
    view[name] = input;
    return el("label", words, { class: "chooser" }, input);
  };
  const zoom = (factor) => view.app.go(namedRange(zoomed(view.range, zoomMiddle(view), factor, view.app.model.years)));
  const whole = () => view.app.go(namedRange(view.app.model.years));
  view.said = el("p", "", { class: "soft" });
  return el("div", "", { class: "timeline-controls" }, year("Years from", "since"), year("to", "until"), button("Zoom in", () => zoom(0.5)),
    button("Zoom out", () => zoom(2)), button("All years", whole), view.said);
}

const namedRange = ([since, until]) => ({ since, until });

function zoomMiddle({ app, range, marks }) {
  const own = marks.find((mark) => mark.own && mark.year >= range[0] && mark.year <= range[1]);
  return app.state.year || (own ? own.year : Math.round((range[0] + range[1]) / 2));
}

function timelinePicture(view) {
  view.axis = svg("svg", { class: "axis", "aria-hidden": "true", height: 22 });
  view.svg = svg("svg", { class: "lanes", role: "group", "aria-label": "Marks along the years; arrow keys move among them" });
  view.svg.addEventListener("keydown", (event) => moveAmongMarks(view, event));
  view.picture = el("div", "", { class: "timeline-picture" }, view.axis, view.svg);
  return view.picture;
}

function updateTimeline(view) {
  const { app } = view, shown = app.ever(), at = app.model.byKey.get(app.state.at) || null;
  if (shown !== view.shown || at !== view.at) {
    Object.assign(view, { shown, at, marks: datedMarks(shown, at), drawn: "" });
    for (const list of [view.list, view.undated]) fillOpen(list);
  }
  view.range = rangeOf(app.state, firstRange(view.marks, app.model.years), app.model.years);
  drawTimeline(view);
  showYear(view);
}

// Draws anew only where marks, years or width are others; the focus stays on its mark.
function drawTimeline(view) {
  const width = view.picture.clientWidth - 2 * SIDE_EDGE;
  if (!view.range || width < 50) return;
  const asked = `${view.range} ${width}`;
  if (asked === view.drawn) return;
  view.drawn = asked;
  const held = view.svg.contains(document.activeElement), scale = yearScale(view.range, width);
  const lanes = LANES.map((lane) => ({ ...lane, marks: view.marks.filter((mark) => mark.lane === lane.lane) })).filter(({ marks }) => marks.length);
  view.points = [];
  let top = 0;
  const drawn = lanes.map((lane) => {
    const made = laneOf(view, lane, packedLane(lane.marks, view.range, { width, wide: view.wide, rows: LANE_ROOM[lane.lane] }), top);
    top += made.tall;
    return made.group;
  });
  drawAxis(view, scale, width, top);
  view.svg.replaceChildren(gridOf(view, scale, top), ...drawn);
  sizePicture(view.svg, width, top);
  [view.since.value, view.until.value] = view.range;
  view.said.textContent = rangeWords(view);
  focusMark(view, held);
}

function sizePicture(picture, width, height) {
  picture.setAttribute("viewBox", `${-SIDE_EDGE} 0 ${width + 2 * SIDE_EDGE} ${height}`);
  picture.setAttribute("width", width + 2 * SIDE_EDGE);
  picture.setAttribute("height", height);
}

function drawAxis(view, scale, width) {
  view.axis.replaceChildren(...scale.ticks.map((year) => textAt(scale.left(year) + Math.min(scale.unit / 2, 8), 15, String(year), {
    "text-anchor": scale.unit > 60 ? "start" : "middle" })));
  sizePicture(view.axis, width, 22);
}

function gridOf(view, scale, height) {
  view.scale = scale;
  view.line = svg("rect", { class: "chosen-year", y: 0, width: Math.max(3, scale.unit), height });
  return svg("g", { "aria-hidden": "true" }, view.line, ...scale.ticks.map((year) => svg("path", { class: "grid", d: `M${Math.round(scale.left(year)) + 0.5} 0v${height}` })));
}

function laneOf(view, lane, packed, top) {
  const body = top + LANE_HEAD, chips = body + packed.rows * LANE_ROW;
  const title = textAt(0, top + 16, laneWords(view, lane), { class: "lane-title" });
  const points = packed.placed.map((spot) => markOf(view, spot, body + spot.row * LANE_ROW + LANE_ROW / 2));
  const more = packed.more.map((bin) => chipOf(view, lane, bin, chips));
  return { tall: LANE_HEAD + packed.rows * LANE_ROW + (more.length ? LANE_ROW + 4 : 0) + 8, group: svg("g", {}, svg("path", { class: "grid", d: `M${-SIDE_EDGE} ${top + 0.5}h4000` }), title, ...points, ...more) };
}

const laneWords = (view, { lane, words }) => (lane === "own" ? short(view.at.name, 60) : words);

function markOf(view, { mark, x, side }, y) {
  const hue = view.app.model.kinds.find(({ kind }) => kind === mark.node.kind);
  const dot = svg("circle", { cx: x, cy: y, r: mark.links.length > 1 ? 5.5 : 4.5 });
  const words = textAt(side === "right" ? x + 9 : x - 9, y + 4, short(mark.text, WORD_LENGTH), { "text-anchor": side === "right" ? "start" : "end" });
  const made = pointOf(view, { id: mark.id, name: markWords(mark), act: () => takeMark(view, mark), year: mark.year },
    `point${mark.own ? " own" : ""}${mark.ended ? " ended" : ""}`, dot, words);
  made.style.setProperty("--hue", hue.colour);
  made.style.setProperty("--hue-dark", hue.dark);
  return made;
}

function chipOf(view, lane, bin, y) {
  const words = `+${bin.marks.length}`, wide = 12 + words.length * 7, years = bin.from === bin.to ? String(bin.from) : `${bin.from} to ${bin.to}`;
  const title = `${laneWords(view, lane)}, ${years}: ${bin.marks.length} more`;
  return pointOf(view, { id: `${lane.lane} +${bin.from}`, name: title, act: (id) => openMarks(view, title, bin.marks, id), year: bin.from }, "point chip",
    svg("rect", { x: bin.x - wide / 2, y, width: wide, height: 16, rx: 8 }), textAt(bin.x, y + 12, words, { "text-anchor": "middle" }));
}

// A mark is a button; one of them is a stop for Tab, arrow keys lead to the others.
function pointOf(view, point, kind, ...shapes) {
  const made = svg("g", { role: "button", tabindex: -1, "aria-label": point.name, class: kind }, svg("title"), ...shapes);
  made.firstChild.textContent = point.name;
  made.addEventListener("click", () => {
    view.current = point.id;
    point.act(point.id);
  });
  view.points.push({ ...point, made });
  return made;
}

function textAt(x, y, words, attributes) {
  const made = svg("text", { x, y, ...attributes });
  made.textContent = words;
  return made;
}

function focusMark(view, held) {
  const at = view.points.find(({ id }) => id === view.current) || view.points[0];
  if (!at) return;
  view.current = at.id;
  at.made.setAttribute("tabindex", 0);
  if (held) at.made.focus();
}

const pointMade = (view, id) => (view.points.find((point) => point.id === id) || { made: null }).made;

const MARK_STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function moveAmongMarks(view, event) {
  const at = view.points.findIndex(({ id }) => id === view.current);
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    view.points[at].act(view.points[at].id);
    return;
  }
  const next = event.key === "Home" ? 0 : event.key === "End" ? view.points.length - 1 : at + MARK_STEPS[event.key];
  if (!(next >= 0 && next < view.points.length)) return;
  event.preventDefault();
  view.points[at].made.setAttribute("tabindex", -1);
  view.current = view.points[next].id;
  view.points[next].made.setAttribute("tabindex", 0);
  view.points[next].made.focus();
}

// A mark of several links tells whose they are, and selects what they are with.
function takeMark(view, mark) {
  view.app.go({ at: mark.node.key });
  if (mark.links.length > 1) openLinks(view, mark);
  else view.tray.shut();
}

function openLinks(view, mark) {
  const rows = mark.links.map((link) => el("li", "", {}, button(link.from.name, () => view.app.go({ at: link.from.key })),
    el("span", ` ${link.start} `), ...link.evidence.map((place) => el("span", whereSaid(place), { class: "where" }))));
  view.tray.open(`${mark.year}: ${mark.text}`, rows, () => pointMade(view, mark.id));
}

function openMarks(view, title, marks, id) {
  view.tray.open(title, marks.map((mark) => markItem(view, mark)), () => pointMade(view, id));
}

const markItem = (view, mark) => el("li", "", {}, el("span", `${mark.date || mark.year} `, { class: "soft" }), button(mark.text, () => takeMark(view, mark)));

function showYear(view) {
  const { year } = view.app.state, [from, to] = view.range, inside = year >= from && year <= to;
  if (!view.line) return;
  view.line.style.display = inside ? "" : "none";
  if (inside) view.line.setAttribute("x", view.scale.left(year));
  for (const point of view.points) point.made.classList.toggle("later", Boolean(year) && point.year > year);
}

function rangeWords({ marks, range: [from, to], at, app }) {
  const before = marks.filter(({ year }) => year < from).length, after = marks.filter(({ year }) => year > to).length;
  const outside = [before && `${count(before, "mark")} before ${from}`, after && `${count(after, "mark")} after ${to}`].filter(Boolean).join(", ");
  const alone = at && !marks.some(({ lane }) => lane === "own") ? ` Nothing dated is recorded of ${at.name}.` : "";
  const year = app.state.year ? " Rings are later than the chosen year." : "";
  return `${count(marks.length - before - after, "mark")}${outside ? `; ${outside}` : ""}.${year}${alone}`;
}

// Lists are written when they are opened, and again when what is shown changes while they are open.
function yearFold(summary, rows) {
  const made = el("details", "", { class: "folded" }, el("summary", summary), el("div"));
  made.fill = rows;
  made.addEventListener("toggle", () => fillOpen(made));
  return made;
}

function fillOpen(folded) {
  folded.lastChild.replaceChildren(...(folded.open ? folded.fill() : []));
}

function timelineList(view) {
  view.list = yearFold("The same as a list, by year", () => [el("ol", "", {}, ...listYears(view))]);
  return view.list;
}

function listYears(view) {
  return [...groupedBy(view.marks, ({ year }) => year)].map(([year, marks]) => el("li", "", {}, el("h3", String(year)), el("ul", "", {}, ...marks.map((mark) => markItem(view, mark)))));
}

function undatedList(view) {
  view.undated = yearFold("What has no date", () => undatedOf(view.shown).flatMap(({ words, links, rows, number }) => [
    el("h3", `${words}: ${links ? count(number, "link") : count(number, "thing")} without a date`),
    el("ul", "", { class: "buttons" }, ...rows.map(([node, own]) => el("li", "", {}, button(links ? `${node.name} (${own})` : node.name, () => view.app.go({ at: node.key }))))),
  ]));
  return view.undated;
}
