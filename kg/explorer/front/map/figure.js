// The map as a figure for paper: the same part of the world, as large as a page.

import { colourOf } from "../drawing/looks.js";
import { xmlTag } from "../files/xml.js";
import { mapMarks, namesAllowed, placeMarks } from "./marks.js";
import { countedByCountry, placedWords, pointDegrees } from "./places.js";
import { selectionWords } from "./seats.js";
import { heldWindow, SHADES, shadeOf, windowOfWords } from "./window.js";
import { BORDERS, projectedWorld } from "./world.js";

const MAP_SIZE = { width: 1500, height: 760 };
const MAP_INK = {
  sea: "#f4f8fb", land: "#e4e6df", border: "#ffffff", arc: "#8a3b12",
  shades: ["#d3e2ee", "#b5d1e6", "#93bddb", "#6fa6cf", "#4d8fc0"],
};

// A figure as `drawingOf` takes it, with a frame of its own and what lies below the marks; the libraries are d3-geo,
// topojson and the atlas of the world.
export function mapFigure({ model, state, shown }, { d3, topojson, atlas }) {
  const world = projectedWorld(d3, topojson, atlas, MAP_SIZE.width), window = windowOfWords(state.place, MAP_SIZE, world.pointOf);
  const view = heldWindow(window, world.box, MAP_SIZE), { marks, selection, chosen } = mapMarks({ model, state, shown }, world);
  placeMarks(marks, view);
  const known = new Map(marks.map((mark) => [mark.node, mark])), seen = marks.filter(isOnMap);
  return {
    title: model.about.title || "", words: mapWords(model, state, shown, { chosen, selection }), lines: [], ends: new Set([chosen]),
    nodes: [...seen].sort((a, b) => a.rank - b.rank).map(({ node }) => node), drawn: seen.map(({ node }) => node),
    place: (node) => known.get(node), radius: (node) => known.get(node).radius, colour: colourOf(model, state),
    shape: (node) => known.get(node).shape, isNamed: (node) => known.get(node).text !== "",
    isBack: (node) => known.get(node).state === "back",
    frame: { scale: 1, right: 0, down: 0, tall: MAP_SIZE.height }, names: namesAllowed(view, MAP_SIZE),
    under: mapLand(world, view, shadesOf(state, shown)) + mapArcs(world, view, selection), note: BORDERS,
  };
}

const isOnMap = ({ x, y }) => x > 0 && y > 0 && x < MAP_SIZE.width && y < MAP_SIZE.height;

function mapWords(model, state, shown, { chosen, selection }) {
  const steps = `${SHADES.slice(0, -1).join(", ")} and ${SHADES[SHADES.length - 1]}`;
  const shades = state.shade ? `Countries are darker from ${steps} places on.` : "";
  const placed = placedWords(shown.nodes, model.kinds);
  return [selection ? selectionWords(chosen, selection) : "", placed, shades].filter(Boolean).join(" ");
}

function shadesOf(state, shown) {
  const counts = state.shade ? countedByCountry(shown.nodes) : new Map();
  return (key) => (counts.get(key) ? MAP_INK.shades[Math.min(shadeOf(counts.get(key)), SHADES.length) - 1] : MAP_INK.land);
}

function mapLand({ countries, borders }, view, shade) {
  return xmlTag("rect", { ...MAP_SIZE, fill: MAP_INK.sea }) + throughView(view,
    ...countries.map(({ key, words }) => xmlTag("path", { d: words, fill: shade(key) })),
    xmlTag("path", { d: borders.words, fill: "none", stroke: MAP_INK.border, "stroke-width": 0.7 / view.k }));
}

function mapArcs({ arcs }, view, selection) {
  const drawn = [false, true].map((dashed) => {
    const pairs = (selection?.lines || []).filter((line) => line[2] === dashed).map(([from, to]) => [pointDegrees(from), pointDegrees(to)]);
    return pairs.length ? xmlTag("path", { d: arcs(pairs).words, "stroke-dasharray": dashed ? `${4 / view.k} ${4 / view.k}` : "" }) : "";
  });
  const stroke = { fill: "none", stroke: MAP_INK.arc, "stroke-width": 1.2 / view.k, "stroke-opacity": 0.6 };
  return throughView(view, xmlTag("g", { id: "arcs", ...stroke }, ...drawn));
}

const throughView = ({ k, x, y }, ...parts) => xmlTag("g", { transform: `translate(${x} ${y}) scale(${k})` }, ...parts);
