// The Map tab: what is shown and has a place, on the land, with lines for what is selected.

import { count } from "../core/text.js";
import { placeLabels } from "../drawing/labels.js";
import { textMeasure } from "../drawing/strokes.js";
import { chosenThing } from "../widgets/choosing.js";
import { hearColours } from "../widgets/colours.js";
import { button, el, tick } from "../widgets/dom.js";
import { tipOf } from "../widgets/tip.js";
import { legendMap, listMap, pointedWords } from "./asides.js";
import { drawLand, drawMap, mapColours, sizedContext } from "./canvas.js";
import { mapMarks, namesAllowed, placeMarks } from "./marks.js";
import { listenMoves } from "./moves.js";
import { countedByCountry, pointDegrees, placedWords } from "./places.js";
import { selectionWords } from "./seats.js";
import {
  heldWindow, isSeen, marksNear, movedWindow, windowAround, windowOfWords, windowWords, WORLD_WINDOW, zoomedWindow,
} from "./window.js";
import { BORDERS, projectedWorld } from "./world.js";

const MAP_SAID = "Map. The arrow keys move it, plus and minus zoom, 0 shows the whole world. The list below names the same places.";
// Pixels around a mark that still mean it, milliseconds until the address is written, lines that are drawn thin.
const REACH = 6, IDLE = 400, MANY = 60;

export function mapView(host, app) {
  const map = { app, host, ...mapElements(app), world: null, view: WORLD_WINDOW, words: null, scene: null, size: null };
  host.append(map.bar, map.stage, map.caption, map.legend, map.list, el("p", BORDERS, { class: "soft" }));
  Promise.all([app.library("map"), app.library("atlas")]).then(([d3, atlas]) => startMap(map, d3, atlas));
  return { update: (before) => updateMap(map, before) };
}

function mapElements(app) {
  const land = el("canvas", "", { "aria-hidden": "true" }), marks = el("canvas", "", { role: "img", "aria-label": "Map" });
  const wait = el("p", "Unpacking the map …", { class: "map-wait" });
  const stage = el("div", "", { class: "map-stage", tabindex: "0", role: "group", "aria-label": MAP_SAID }, land, marks, wait);
  const shade = tick("Shade countries by the number of places shown", app.state.shade, (on) => app.go({ shade: on }));
  return {
    land, marks, wait, stage, shade, tip: tipOf(stage), bar: el("div", "", { class: "map-bar" }, shade),
    caption: el("p", "", { class: "map-caption", dir: "auto" }),
    legend: el("ul", "", { class: "map-legend", hidden: true, "aria-label": "Places in a country" }),
    list: el("details", "", { class: "map-list" }, el("summary", "The places on the map as a list, by country"), el("div")),
  };
}

function startMap(map, d3, atlas) {
  const hands = {
    zoom: (factor, at) => showWindow(map, zoomedWindow(map.view, factor, at)), move: (x, y) => showWindow(map, movedWindow(map.view, x, y)),
    whole: () => showWindow(map, WORLD_WINDOW), point: (at) => hintAt(map, at), choose: (at) => chooseOnMap(map, at),
  };
  map.project = (width) => projectedWorld(d3, globalThis.topojson, atlas, width);
  map.wait.remove();
  map.bar.prepend(...mapButtons(map, hands));
  listenMoves(map.stage, hands);
  map.list.addEventListener("toggle", () => listMap(map));
  new ResizeObserver(() => fitMap(map)).observe(map.stage);
  hearColours(() => repaintMap(map));
  fitMap(map);
  map.stage.dataset.drawn = "true";
}

function mapButtons(map, { zoom, whole }) {
  const middle = () => [map.size.width / 2, map.size.height / 2];
  const told = (action) => () => { action(); map.app.say(`Enlarged ${count(Math.round(map.view.k), "time")}`); };
  return [
    button("+", told(() => zoom(1.6, middle())), { "aria-label": "Move in", title: "Move in" }),
    button("−", told(() => zoom(1 / 1.6, middle())), { "aria-label": "Move out", title: "Move out" }),
    button("World", told(whole)),
    map.fit = button("", told(() => showWindow(map, windowAround(fitted(map), map.size)))),
  ];
}

// The points that Fit brings on the screen.
function fitted({ scene }) {
  const lit = scene.marks.filter(({ state }) => state === "front" || state === "chosen");
  return (lit.length ? lit : scene.marks).map(({ at }) => at);
}

// The world is projected again when the width of the screen changes; the middle of the window stays.
function fitMap(map) {
  const size = { width: map.stage.clientWidth, height: map.stage.clientHeight }, wide = map.world?.width !== size.width;
  if (!size.width || !size.height) return;
  map.words = map.world ? windowWords(map.view, map.size, map.world.degreesAt) : map.app.state.place;
  map.size = size;
  if (wide) map.world = map.project(size.width);
  takeWords(map);
  if (wide) repaintMap(map);
  else requestPaint(map);
}

// The window that the words of the address name.
function takeWords(map) {
  map.view = heldWindow(windowOfWords(map.words, map.size, map.world.pointOf), map.world.box, map.size);
}

function updateMap(map, before) {
  if (!map.world) return;
  const { state, shown } = map.app, changed = (name) => !before || before.state[name] !== state[name];
  const other = !before || before.shown !== shown || ["at", "size", "colour"].some(changed);
  if (other) setScene(map);
  if (other || changed("shade")) shadeMap(map);
  if (state.place !== map.words) {
    map.words = state.place;
    takeWords(map);
  } else if (changed("at")) keepSeen(map);
  requestPaint(map);
}

// What is selected elsewhere comes into view.
function keepSeen(map) {
  const own = map.scene.marks.find(({ state }) => state === "chosen");
  if (!own) return;
  placeMarks([own], map.view);
  if (isSeen([own.x, own.y], map.size, -20)) return;
  showWindow(map, movedWindow(map.view, map.size.width / 2 - own.x, map.size.height / 2 - own.y));
}

function setScene(map) {
  const { app, world } = map, scene = mapMarks(app, world);
  const lines = scene.selection?.lines || [], many = lines.length > MANY;
  const arcs = [false, true].map((dashed) => ({ dashed, many, pairs: lines.filter((line) => line[2] === dashed) }))
    .filter(({ pairs }) => pairs.length);
  for (const arc of arcs) Object.assign(arc, world.arcs(arc.pairs.map(([from, to]) => [pointDegrees(from), pointDegrees(to)])));
  map.scene = { ...scene, arcs };
  captionMap(map);
  listMap(map);
}

function captionMap(map) {
  const { app, scene, caption, marks, fit } = map, placed = placedWords(app.shown.nodes, app.model.kinds);
  caption.replaceChildren(el("span", placed));
  if (scene.selection) caption.prepend(el("strong", selectionWords(scene.chosen, scene.selection)));
  fit.textContent = scene.chosen ? "Zoom to the selection" : "Zoom to what is shown";
  marks.setAttribute("aria-label", `Map of the world. ${placed}`);
}

function showWindow(map, view) {
  map.view = heldWindow(view, map.world.box, map.size);
  map.tip.hide();
  requestPaint(map);
  clearTimeout(map.idle);
  map.idle = setTimeout(() => tellAddress(map), IDLE);
}

function tellAddress(map) {
  map.words = windowWords(map.view, map.size, map.world.degreesAt);
  map.app.go({ place: map.words }, { replace: true });
}

function requestPaint(map) {
  if (!map.frame) map.frame = requestAnimationFrame(() => { map.frame = 0; paintMap(map); });
}

// The page's light has changed, or the width of the screen.
function repaintMap(map) {
  if (!map.world) return;
  map.colours = mapColours(map.host);
  map.landDrawn = "";
  setScene(map);
  shadeMap(map);
  paintMap(map);
}

function shadeMap(map) {
  const { app, world, shade, legend } = map;
  shade.querySelector("input").checked = app.state.shade;
  map.counts = app.state.shade ? countedByCountry(app.shown.nodes) : null;
  if (map.counts || map.shaded) map.landDrawn = "";
  map.shaded = Boolean(map.counts);
  legendMap(legend, map.counts, world.known);
}

function paintMap(map) {
  const { world, view, size, scene, colours, counts } = map, fine = globalThis.devicePixelRatio || 1;
  const window = [view.k, view.x, view.y, size.width, size.height, fine].join();
  if (map.landDrawn !== window) drawLand(sizedContext(map.land, { ...size, fine }), world, { view, fine, colours, counts });
  map.landDrawn = window;
  const context = sizedContext(map.marks, { ...size, fine });
  placeMarks(scene.marks, view);
  drawMap(context, { ...scene, view, fine, colours, size, labels: mapNames(map, context) });
}

function mapNames(map, context) {
  map.measure ||= textMeasure(context);
  return placeLabels(map.scene.marks, { ...map.size, measure: map.measure, most: namesAllowed(map.view, map.size) });
}

const marksAt = (map, [x, y]) => marksNear(map.scene.marks, x, y, REACH);

function hintAt(map, at) {
  const found = at ? marksAt(map, at) : [];
  map.stage.classList.toggle("pointing", found.length > 0);
  if (found.length) map.tip.show(pointedWords(map.app, found), at[0], at[1]);
  else map.tip.hide();
}

// Where several marks are under one point, each click takes the next; a click beside them lets go.
function chooseOnMap(map, at) {
  const found = marksAt(map, at), { state } = map.app, before = found.findIndex(({ node }) => node.key === state.at);
  const key = found.length ? found[(before + 1) % found.length].node.key : "";
  map.app.go(chosenThing(state, key));
}
