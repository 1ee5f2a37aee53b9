// The graph as a figure for paper, and how its things look in files: as in the picture, on a light page.

import { shownWords } from "../core/filterwords.js";
import { count } from "../core/text.js";
import { radiusOf } from "../drawing/looks.js";
import { sceneLooks } from "./painting.js";
import { sceneOf } from "./scene.js";

const LARGEST = 1.5; // times as large as on the screen

// Where things stand, and their colours, shapes and sizes.
export function fileLook(model, state, shown) {
  const scene = sceneOf(model, state, shown), { colour, shape, spot } = sceneLooks(model, state, scene);
  const place = (node) => {
    const { x, y } = spot(node) || node;
    return { x, y };
  };
  return { colour, shape, place, radius: radiusOf(model, state) };
}

// A figure as `drawingOf` takes it.
export function graphFigure(model, state, shown) {
  const scene = sceneOf(model, state, shown), looks = sceneLooks(model, state, scene), lines = figureLines(state, scene, looks);
  return {
    ...fileLook(model, state, shown), radius: looks.radius, ends: looks.ends, nodes: scene.nodes, lines, most: LARGEST,
    title: scene.places ? scene.caption : model.about.title || "",
    words: [shownWords(model, state, shown), aloneWords(scene), dashWords(lines)].filter(Boolean).join(" "),
  };
}

function figureLines(state, { far, close }, { isFew, bends }) {
  const line = (link, front) => ({
    key: link.key, from: link.from, to: link.to, bend: bends.get(link) || 0, head: isFew, front, width: 0,
    dashed: Boolean(state.year) && !link.start && !link.end });
  return [...far.map((link) => line(link, false)), ...close.map((link) => line(link, true))];
}

function aloneWords({ alone }) {
  return alone.length ? `${count(alone.length, "thing")} without a link ${alone.length === 1 ? "is" : "are"} not drawn.` : "";
}

const dashWords = (lines) => (lines.some(({ dashed }) => dashed) ? "Links without a date are dashed." : "");
