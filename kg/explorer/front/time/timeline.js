// Foundings, adoptions, joinings, grants and events along the years.

import { groupedBy } from "../core/groups.js";
import { count } from "../core/text.js";
import { button, el, svg } from "../widgets/dom.js";
import { placesOf } from "../widgets/evidence.js";
import { rovingPoints } from "../widgets/roving.js";
import { listTray } from "../widgets/tray.js";
import { datedMarks, undatedOf } from "./dates.js";
import { drawLanes, laneWidth, wordMeasure } from "./lanes.js";
import { firstRange, rangeOf, zoomed } from "./ticks.js";

export function timelineView(host, app) {
  host.append(el("h2", "Timeline"));
  if (!app.model.years) {
    host.append(el("p", "Nothing here has a date."));
    return { update: () => {} };
  }
  const view = { app, shown: null, at: null, looks: "", marks: [], range: null, drawn: "", wide: wordMeasure(host) };
  view.tray = listTray("List of the timeline");
  host.append(timelineControls(view), timelinePicture(view), view.tray.box, timelineList(view), undatedList(view));
  new ResizeObserver(() => drawTimeline(view)).observe(view.box);
  return { update: () => updateTimeline(view) };
}

function timelineControls(view) {
  const { app } = view, [first, last] = app.model.years;
  const year = (words, name) => {
    view[name] = el("input", "", { type: "number", min: first, max: last });
    view[name].addEventListener("change", () => app.go({ [name]: Number(view[name].value) || 0 }));
    return el("label", words, { class: "chooser" }, view[name]);
  };
  const show = ([since, until]) => app.go({ since, until });
  const zoom = (factor) => show(zoomed(view.range, zoomMiddle(view), factor, app.model.years));
  view.said = el("p", "", { class: "soft" });
  return el("div", "", { class: "timeline-controls" }, year("Years from", "since"), year("to", "until"), button("Zoom in", () => zoom(0.5)),
    button("Zoom out", () => zoom(2)), button("Whole line", () => show(app.model.years)), view.said);
}

// Zooming goes to the chosen year, or to the first mark of the selected thing.
function zoomMiddle({ app, range: [from, to], marks }) {
  const own = marks.find((mark) => mark.own && mark.year >= from && mark.year <= to);
  return app.state.year || (own ? own.year : Math.round((from + to) / 2));
}

function timelinePicture(view) {
  view.axis = svg("svg", { class: "axis", "aria-hidden": "true" });
  view.picture = svg("svg", { class: "lanes", role: "group", "aria-label": "Marks along the years; arrow keys move among them" });
  view.roving = rovingPoints(view.picture);
  view.box = el("div", "", { class: "timeline-picture" }, view.axis, view.picture);
  return view.box;
}

function updateTimeline(view) {
  const { app } = view, shown = app.ever(), at = app.model.byKey.get(app.state.at) || null;
  if (shown !== view.shown || at !== view.at || app.state.colour !== view.looks) {
    Object.assign(view, { shown, at, looks: app.state.colour, marks: datedMarks(shown, at), drawn: "" });
    for (const list of [view.list, view.undated]) fillOpen(list);
  }
  view.range = rangeOf(app.state, firstRange(view.marks, app.model.years), app.model.years);
  drawTimeline(view);
  showYear(view);
}

// Draws anew only where marks, years or width are others.
function drawTimeline(view) {
  const width = laneWidth(view.box), asked = `${view.range} ${width}`;
  if (!view.range || width < 50 || asked === view.drawn) return;
  const act = { mark: (mark) => takeMark(view, mark), more: (title, marks, id) => openMarks(view, title, marks, id) };
  Object.assign(view, { drawn: asked, ...drawLanes(view, view.range, width, { wide: view.wide, act }) });
  [view.since.value, view.until.value] = view.range;
  showYear(view);
}

function showYear(view) {
  const { year } = view.app.state, [from, to] = view.range;
  view.said.textContent = rangeWords(view);
  if (!view.line) return;
  view.line.style.display = year >= from && year <= to ? "" : "none";
  if (year) view.line.setAttribute("x", view.scale.left(year));
  view.roving.each((point) => point.made.classList.toggle("later", Boolean(year) && point.year > year));
}

function rangeWords({ marks, range: [from, to], at, app }) {
  const before = marks.filter(({ year }) => year < from).length, after = marks.filter(({ year }) => year > to).length;
  const outside = `${before ? `, ${before} before ${from}` : ""}${after ? `, ${after} after ${to}` : ""}`;
  const alone = at && !marks.some(({ lane }) => lane === "own") ? ` Nothing dated is recorded of ${at.name}.` : "";
  const year = app.state.year ? " Hollow marks are later than the chosen year, or an end." : "";
  return `${count(marks.length - before - after, "mark")}${outside}.${year}${alone}`;
}

// A mark of several links tells whose they are, and selects what they are with.
function takeMark(view, mark) {
  view.app.go({ at: mark.node.key });
  if (mark.links.length > 1) openLinks(view, mark);
  else view.tray.shut();
}

function openLinks(view, mark) {
  const rows = mark.links.map((link) => el("li", "", {}, button(link.from.name, () => view.app.go({ at: link.from.key })),
    el("span", ` ${link.start} `), ...placesOf(link)));
  view.tray.open(`${mark.year}: ${mark.text}`, rows, () => view.roving.find(mark.id));
}

function openMarks(view, title, marks, id) {
  view.tray.open(title, marks.map((mark) => markItem(view, mark)), () => view.roving.find(id));
}

const markItem = (view, mark) => (
  el("li", "", {}, el("span", `${mark.date || mark.year} `, { class: "soft" }), button(mark.text, () => takeMark(view, mark))));

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
  const items = (marks) => el("ul", "", {}, ...marks.map((mark) => markItem(view, mark)));
  const item = ([year, marks]) => el("li", "", {}, el("h3", String(year)), items(marks));
  const years = () => [...groupedBy(view.marks, ({ year }) => year)];
  view.list = yearFold("The same as a list, by year", () => [el("ol", "", {}, ...years().map(item))]);
  return view.list;
}

function undatedList(view) {
  const item = (words, node) => el("li", "", {}, button(words, () => view.app.go({ at: node.key })));
  view.undated = yearFold("What has no date", () => undatedOf(view.shown).flatMap(({ words, links, rows, number }) => [
    el("h3", `${words}: ${count(number, links ? "link" : "thing")} without a date`),
    el("ul", "", { class: "buttons" }, ...rows.map(([node, own]) => item(links ? `${node.name} (${own})` : node.name, node))),
  ]));
  return view.undated;
}
