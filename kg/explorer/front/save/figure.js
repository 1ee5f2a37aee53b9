// What the reader sees as a figure for paper: which marks, which lines, in which look, under which title.

import { count, numeral } from "../core/text.js";
import { colourOf, radiusOf, shapeOf } from "../drawing/looks.js";
import { linkBends, sceneOf } from "../graph/scene.js";
import { screenOf, screenSizes } from "../overview/scene.js";

const MANY_LINES = 1500, WIDEST_MARK = 26, WINDOW = { width: 1430, height: 900 };

// A figure is {title, words, nodes, lines, place, radius, colour, shape, ends, most}: the things with the main ones first,
// lines as {key, from, to, bend, dashed, front, width, head}, and how large it may be drawn at most. It may have a `frame`
// of its own, XML `under` its marks, an order in which they are `drawn`, how many `names` there may be and which marks
// have one or step back, and a `note`.
export function figureOf(model, state, shown) {
  return state.tab === "overview" && model.backbone.length ? screenFigure(model, state, shown) : graphFigure(model, state, shown);
}

// How things look and where they stand in files of the graph: as in the picture, on a light page.
export function fileLook(model, state, shown) {
  const { places } = sceneOf(model, state, shown);
  return { ...inkLook(model, state), place: (node) => places?.get(node) || { x: node.x, y: node.y }, radius: radiusOf(model, state) };
}

// What is shown, in one sentence.
export function shownWords(model, state, shown) {
  const undated = shown.undated ? `, of which ${numeral(shown.undated)} without a date` : "";
  const year = state.year ? ` in ${state.year}` : "";
  return `${count(shown.nodes.length, "thing")} of ${numeral(model.nodes.length)} and ${
    count(shown.links.length, "link")} of ${numeral(model.links.length)}${undated}${year}.`;
}

const inkLook = (model, state) => ({ colour: colourOf(model, state), shape: shapeOf(model) });

function graphFigure(model, state, shown) {
  const scene = sceneOf(model, state, shown), { nodes, links, alone, places, at } = scene, own = fileLook(model, state, shown);
  const isFew = links.length <= MANY_LINES, bends = isFew ? linkBends(links) : new Map(), close = new Set(scene.close);
  const lines = [...scene.far, ...scene.close].map((link) => ({
    key: link.key, from: link.from, to: link.to, bend: bends.get(link) || 0, head: isFew, front: close.has(link), width: 0,
    dashed: Boolean(state.year) && !link.start && !link.end }));
  const apart = alone.length ? ` ${count(alone.length, "thing")} without a link ${alone.length === 1 ? "is" : "are"} not drawn.` : "";
  const dashes = lines.some(({ dashed }) => dashed) ? " Links without a date are dashed." : "";
  return {
    ...own, title: places ? scene.caption : model.about.title || "", words: `${shownWords(model, state, shown)}${apart}${dashes}`, nodes, lines,
    radius: places ? (node) => Math.min(own.radius(node), WIDEST_MARK) : own.radius,
    ends: new Set([at, state.show ? model.byKey.get(state.other) : null]), most: 1.5,
  };
}

function screenFigure(model, state, shown) {
  const screen = screenOf(model, state, shown), { place, radius, thickness } = screenSizes(screen, WINDOW);
  const lines = screen.ties.map((tie) => ({ key: `${tie.from.key} ${tie.to.key}`, from: tie.from, to: tie.to, bend: 0, head: false,
    front: screen.at === tie.from || screen.at === tie.to, width: thickness(tie), dashed: tie.sure === false }));
  return {
    ...inkLook(model, state), title: model.about.title || "", words: `${screen.caption}. ${model.about.backbone || ""}`.trim(),
    nodes: screen.nodes, lines, place, radius, ends: new Set([screen.at]), most: 1,
  };
}
