// The marks of the map: every thing that is shown and has a place, as large, coloured and shaped as in the graph.

import { short } from "../core/text.js";
import { colourOf, radiusOf, shapeOf } from "../drawing/looks.js";
import { dark } from "../widgets/dom.js";
import { pointDegrees } from "./places.js";
import { mapSelection } from "./seats.js";
import { onScreen } from "./window.js";

// Marks at their points of the projected world; what steps back is drawn first, then the large, the chosen one last.
export function mapMarks(app, world) {
  const chosen = app.model.byKey.get(app.state.at) || null, selection = chosen ? mapSelection(chosen, app) : null;
  const second = app.state.show && chosen ? app.model.byKey.get(app.state.other) : null, seat = selection?.seat?.place;
  const near = new Set([...(selection ? [...selection.tied, ...selection.lines.flat()] : []), ...(second ? [second] : [])]);
  const nodes = chosen && !app.shown.node[chosen.number] ? [...app.shown.nodes, chosen] : app.shown.nodes;
  const size = radiusOf(app.model, app.state), colour = colourOf(app.model, app.state, dark()), shape = shapeOf(app.model);
  const stateOf = (node) => (node === chosen ? "chosen" : near.has(node) || node === seat ? "front" : near.size || seat ? "back" : "");
  const marks = nodes.filter(pointDegrees).map((node) => ({
    node, at: world.pointOf(pointDegrees(node)), size: size(node), colour: colour(node), shape: shape(node), state: stateOf(node),
  }));
  const order = ["back", "", "front", "chosen"];
  marks.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.size - a.size || a.node.number - b.node.number);
  nameMapMarks(marks);
  return { marks, selection, chosen };
}

// Where the marks stand in a window; they are smaller than in the graph, and more so seen from afar.
export function placeMarks(marks, view) {
  const grown = Math.min(0.45, 0.18 * view.k ** 0.3);
  for (const mark of marks) {
    [mark.x, mark.y] = onScreen(mark.at, view);
    mark.radius = Math.max(2, mark.size * grown);
  }
}

// Names for the chosen mark first, then for those linked with it, then for the largest; none for what steps back.
function nameMapMarks(marks) {
  const lit = marks.some(({ state }) => state === "front" || state === "chosen");
  for (const mark of marks) {
    mark.text = lit && mark.state !== "chosen" && mark.state !== "front" ? "" : short(mark.node.name);
    mark.bold = mark.state === "chosen";
    mark.rank = mark.bold ? 0 : (mark.state === "front" ? 1 : 2) + 1 / (1 + mark.size);
  }
}

// How many names there may be: few on the whole world, where they would hide the land.
export const namesAllowed = ({ k }, { width }) => Math.min(120, Math.round((width / 28) * Math.sqrt(k)));
