// The first screen: which collectives it shows, which ties, and what is in front of a selection.

import { count } from "../core/text.js";

const SMALL_MARK = 4, LARGE_MARK = 20, THIN = 1, THICK = 8;

// The collectives that are shown, the ones with most links first, their ties, and those in front: the selected
// collective and what it is tied to, or the collectives that a selected place is linked with; null where all are alike.
export function overviewScene(model, state, shown) {
  const nodes = model.nodes.filter((node) => node.spot && shown.node[node.number]);
  nodes.sort((a, b) => b.links.length - a.links.length || a.number - b.number);
  const seen = new Set(nodes), ties = model.backbone.filter(({ from, to }) => seen.has(from) && seen.has(to));
  const at = model.byKey.get(state.at) || null, front = at ? frontOf(at, seen, ties) : null;
  return { nodes, ties, at, front: front && front.size ? front : null, caption: sceneCaption(nodes, ties, at, front) };
}

// Where the marks stand in a window, how large they are and how thick the ties: areas grow with links, as shared cities do.
export function overviewSizes({ nodes, ties }, { width, height }) {
  const most = nodes.reduce((best, node) => Math.max(best, node.links.length), 1);
  const shared = ties.reduce((best, tie) => Math.max(best, tie.shared), 1);
  const least = (side) => nodes.reduce((best, node) => Math.min(best, node.spot[side]), Infinity);
  const span = (side, start) => nodes.reduce((best, node) => Math.max(best, node.spot[side] - start), 1);
  const [left, top] = nodes.length ? [least(0), least(1)] : [0, 0], rim = Math.min(70, width / 8);
  const [across, down] = [Math.max(1, width - 2 * rim) / span(0, left), Math.max(1, height - 70) / span(1, top)];
  const scale = Math.min(across, down, 2.5);
  // Both ways may be drawn out a little, so that the window is used.
  const right = Math.min(across, scale * 1.5, 2.5), below = Math.min(down, scale * 1.5, 2.5);
  const margin = (room, wide, stretch) => (room - wide * stretch) / 2;
  const x0 = margin(width, span(0, left), right), y0 = margin(height, span(1, top), below);
  return {
    place: ({ spot: [x, y] }) => ({ x: x0 + (x - left) * right, y: y0 + (y - top) * below }),
    radius: (node) => SMALL_MARK + (LARGE_MARK - SMALL_MARK) * Math.sqrt(node.links.length / most) * Math.min(1, width / 700),
    thickness: (tie) => THIN + (THICK - THIN) * (tie.shared / shared),
  };
}

function frontOf(at, seen, ties) {
  if (seen.has(at)) return new Set([at, ...ties.filter(({ from, to }) => from === at || to === at).flatMap(({ from, to }) => [from, to])]);
  return new Set(at.links.map(({ other }) => other).filter((other) => seen.has(other)));
}

function sceneCaption(nodes, ties, at, front) {
  const all = `${count(nodes.length, "collective")} and ${count(ties.length, "tie")} between them`;
  if (!at || !nodes.length) return all;
  if (front.has(at)) return `${at.name}, tied to ${front.size - 1} of ${count(nodes.length - 1, "other collective")}`;
  return `${at.name} is linked with ${front.size} of these ${count(nodes.length, "collective")}`;
}
