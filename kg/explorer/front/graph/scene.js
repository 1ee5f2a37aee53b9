// What a picture of the graph is made of: which marks stand where, what is in front, which lines are drawn.

import { groupedBy } from "../core/groups.js";
import { comparison, egoOf, shortestPath } from "../core/paths.js";
import { count } from "../core/text.js";
import { pairPlaces, ringPlaces, wayPlaces } from "./rings.js";

// A scene is {at, near, nodes, links, close, far, alone, places, stepped, caption}: the selected thing, it and its
// neighbours, the things drawn with the main ones first, the lines of the selected thing and all others, the things that
// no line leads to and that are listed apart, the places of a view laid out anew (or null), whether what is not near
// steps back, and a sentence that says all this.
export function sceneOf(model, state, shown) {
  const at = model.byKey.get(state.at) || null, other = model.byKey.get(state.other) || null;
  const isGuest = at && !shown.node[at.number], links = isGuest ? [...shown.links, ...guestLinks(at, shown)] : shown.links;
  const places = at ? arrangedPlaces(model, state, shown, at, other) : null;
  const linked = linkedMask(model, links), near = nearSet(at, links);
  const isApart = (node) => !linked[node.number] && node !== at && node !== other;
  const isTied = linked.includes(1), things = isGuest ? [...shown.nodes, at] : shown.nodes;
  const isDrawn = (node) => (places ? places.has(node) : !isTied || !isApart(node));
  const nodes = things.filter(isDrawn).sort(byWeight(at, near)), alone = isTied ? shown.nodes.filter(isApart) : [];
  const [close, far] = partedLinks(links, at);
  return { at, near, nodes, links, close, far, alone, places, stepped: Boolean(at && !places),
    caption: sceneCaption({ state, at, other, places, nodes, links, shown }) };
}

// The order of kinds as the legend has it, then of things.
export function kindOrder(model) {
  const ranks = new Map(model.kinds.map(({ kind }, rank) => [kind, rank]));
  return (a, b) => ranks.get(a.kind) - ranks.get(b.kind) || a.number - b.number;
}

// The middle and the scale at which these boxes of {x, y, radius} fill a window, with room for names.
export function frameOf(boxes, { width, height }, most = 1.1) {
  if (!boxes.length) return { x: 0, y: 0, scale: 1 };
  const end = (side, sign) => boxes.reduce((far, box) => Math.max(far, sign * box[side] + box.radius), -Infinity);
  const [left, right, top, bottom] = [-end("x", -1), end("x", 1), -end("y", -1), end("y", 1)];
  const room = Math.min(1, width / 600) * 70;
  const wide = Math.max(1, width - 2 * room) / Math.max(1, right - left), tall = Math.max(1, height - 70) / Math.max(1, bottom - top);
  const scale = Math.min(most, wide, tall);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

// How far each link is bent, so that parallel ones are seen apart: 0 is straight, and so is every link without a twin.
export function linkBends(links) {
  const bends = new Map();
  for (const twins of groupedBy(links, pairOf).values()) {
    if (twins.length < 2) continue;
    twins.forEach((link, at) => bends.set(link, (at - (twins.length - 1) / 2) * (link.from.number < link.to.number ? 1 : -1)));
  }
  return bends;
}

const pairOf = ({ from, to }) => (from.number < to.number ? `${from.number} ${to.number}` : `${to.number} ${from.number}`);

// A selected thing of a kind that is not shown is drawn while it is selected, with its links to what is shown.
const guestLinks = (at, shown) => at.links.filter(({ other }) => shown.node[other.number]).map(({ link }) => link);

function arrangedPlaces(model, state, shown, at, other) {
  if (state.show === "ego") return ringPlaces(egoOf(at, state.steps, shown), kindOrder(model));
  if (!other || other === at) return null;
  if (state.show === "path") return wayPlaces(wayBetween(at, other, shown));
  return state.show === "pair" ? pairPlaces(at, other, comparison(at, other, shown), kindOrder(model)) : null;
}

// Where there is no way the two ends stand beside each other.
function wayBetween(at, other, shown) {
  const way = shortestPath(at, other, shown);
  return way.length ? way : [at];
}

function linkedMask(model, links) {
  const mask = new Uint8Array(model.nodes.length);
  for (const { from, to } of links) if (from !== to) mask[from.number] = mask[to.number] = 1;
  return mask;
}

function nearSet(at, links) {
  const near = new Set(at ? [at] : []);
  for (const { from, to } of at ? links : []) {
    if (from === at) near.add(to);
    else if (to === at) near.add(from);
  }
  return near;
}

const byWeight = (at, near) => (a, b) => (
  (b === at) - (a === at) || near.has(b) - near.has(a) || b.links.length - a.links.length || a.number - b.number);

function partedLinks(links, at) {
  const close = at ? links.filter(({ from, to }) => from === at || to === at) : [], own = new Set(close);
  return [close, at ? links.filter((link) => !own.has(link)) : links];
}

function sceneCaption({ state, at, other, places, nodes, links, shown }) {
  if (!places) return `${count(nodes.length, "thing")} and ${count(links.length, "link")}${at ? `, with ${at.name} in front` : ""}`;
  if (state.show === "ego") return `${at.name} and all within ${count(state.steps, "step")}: ${count(places.size, "thing")}`;
  if (state.show === "path" && places.size < 2) return `No way leads from ${at.name} to ${other.name} through what is shown`;
  if (state.show === "path") return `A shortest way from ${at.name} to ${other.name}: ${count(places.size - 1, "step")}`;
  return pairCaption(at, other, comparison(at, other, shown));
}

function pairCaption(at, other, { shared, here, there }) {
  const alone = `${here.length} only with ${at.name}, ${there.length} only with ${other.name}`;
  return `${at.name} and ${other.name}: ${shared.length} shared, ${alone}`;
}
