// The first screen as a figure for paper.

import { colourOf, shapeOf } from "../drawing/looks.js";
import { overviewScene, overviewSizes } from "./scene.js";

const WINDOW = { width: 1430, height: 900 };

// A figure as `drawingOf` takes it.
export function overviewFigure(model, state, shown) {
  const scene = overviewScene(model, state, shown), { place, radius, thickness } = overviewSizes(scene, WINDOW);
  const lines = scene.ties.map((tie) => ({
    key: `${tie.from.key} ${tie.to.key}`, from: tie.from, to: tie.to, bend: 0, head: false,
    front: scene.at === tie.from || scene.at === tie.to, width: thickness(tie), dashed: tie.sure === false }));
  return {
    colour: colourOf(model, state), shape: shapeOf(model), place, radius, nodes: scene.nodes, lines, ends: new Set([scene.at]), most: 1,
    title: model.about.title || "", words: `${scene.caption}. ${model.about.backbone || ""}`.trim(),
  };
}
