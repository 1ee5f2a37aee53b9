// Small drawings of kinds and communities beside words.

import { communityColour, shapePath } from "../drawing/looks.js";
import { svg } from "./dom.js";

// Words stand beside it, so it says nothing itself.
export function kindSwatch({ shape, colour, dark }) {
  return swatchOf(shapePath(shape, 8, 8, 6), colour, dark);
}

export function communitySwatch(number) {
  return swatchOf(shapePath("dot", 8, 8, 6), communityColour(number), communityColour(number, true));
}

function swatchOf(path, light, dark) {
  const attributes = { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true", class: "swatch" };
  const drawn = svg("svg", attributes, svg("path", { d: path }));
  drawn.style.setProperty("--light", light);
  drawn.style.setProperty("--dark", dark);
  return drawn;
}
