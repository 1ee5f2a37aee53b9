// What of a picture is under the pointer. `place` is the point in the layout, `point` the same in the window.

import { farFromLine } from "../drawing/strokes.js";
import { seenRadius } from "./painting.js";

// The foremost mark that is there, or that whose name is there, or one close by.
export function markAt({ scene, looks, placed, scale }, { x, y }, point) {
  const far = (node, spot = looks.spot(node)) => Math.hypot(spot.x - x, spot.y - y) - seenRadius(looks, node, scale);
  const under = scene.nodes.find((node) => far(node) <= 0), named = under ? null : placed.find((name) => isWithin(point, name))?.mark.node;
  return under || named || scene.nodes.find((node) => far(node) <= 4 / scale) || null;
}

// The nearest line within a few pixels; among many lines nobody could say which one is meant.
export function lineAt({ scene, looks, scale }, place) {
  if (!looks.isFew) return null;
  let best = null, least = 5 / scale;
  for (const link of scene.stepped ? scene.close : scene.links) {
    const far = farFromLine(place, looks.spot(link.from), looks.spot(link.to), looks.bends.get(link) || 0);
    if (far < least) [best, least] = [link, far];
  }
  return best;
}

const isWithin = (point, { x, y, width, height }) => point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
