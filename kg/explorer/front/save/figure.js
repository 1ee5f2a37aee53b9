// What the reader sees as a figure for paper. The map draws its own when its libraries are there.

import { graphFigure } from "../graph/figure.js";
import { overviewFigure } from "../overview/figure.js";

// The tabs that have a picture of their own; from the others the graph is drawn.
export const pictureName = (model, state) => (
  state.tab === "map" || (state.tab === "overview" && model.backbone.length) ? state.tab : "graph");

export function figureOf(model, state, shown) {
  return pictureName(model, state) === "overview" ? overviewFigure(model, state, shown) : graphFigure(model, state, shown);
}
