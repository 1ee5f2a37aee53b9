// Which things and links are shown, by what the reader has chosen.

import { listWord, yearOf } from "./model.js";
import { egoOf, shortestPath } from "./paths.js";
import { FILTERS } from "./state.js";

// The same choice gives the same record, so that a view need not look twice. The last two are kept: what is shown, and
// what would be shown of all years.
export function filterMemory(model) {
  let known = [];
  return (state) => {
    const asked = JSON.stringify([FILTERS.map((name) => state[name]), state.show && [state.show, state.at, state.other, state.steps]]);
    const found = known.find((each) => each.asked === asked) || { asked, shown: shownOf(model, state) };
    known = [found, ...known.filter((each) => each !== found)].slice(0, 2);
    return found.shown;
  };
}

export function shownOf(model, state) {
  const node = nodeMask(model, state), link = linkMask(model, state, node);
  if (state.relations.length || state.sources.length) keepLinked(model, node, link);
  if (state.main) keepMain(model, node, link);
  if (!state.leaves) dropLeaves(model, node, link);
  if (state.core > 0) keepCore(model, node, link, state.core);
  if (state.show) keepFocus(model, state, node, link);
  const links = model.links.filter((each) => link[each.number]);
  return {
    node, link, links, nodes: model.nodes.filter((each) => node[each.number]),
    undated: state.year ? links.filter((each) => !each.start && !each.end).length : 0,
  };
}

// Whether something with these dates was there in a year; without dates it always is, and is shown as undated.
export function activeIn(year, { start, end }) {
  return !year || ((!start || yearOf(start) <= year) && (!end || yearOf(end) >= year));
}

const anyOf = (wanted) => {
  const known = new Set(wanted);
  return (value) => !known.size || known.has(value);
};

function nodeMask(model, state) {
  const kinds = new Set(state.kinds), country = anyOf(state.countries), region = anyOf(state.regions), list = anyOf(state.lists);
  const located = state.countries.length || state.regions.length;
  const fits = (node) => kinds.has(node.kind) && activeIn(state.year, lifeOf(node))
    && (!located || !node.country || (country(node.country) && region(node.region)))
    && (!state.lists.length || !listWord(node) || list(listWord(node)));
  const mask = Uint8Array.from(model.nodes, (node) => (fits(node) ? 1 : 0));
  if (located) dropStrangers(model, mask);
  return mask;
}

// An event or a fact lasts; a thing that was founded stays until it ended.
export const lifeOf = (node) => (node.kind === "event" || node.kind === "publication" ? { start: node.start, end: "" } : node);

// Where countries are chosen, what has no country of its own stays if it is linked with a place that stays.
function dropStrangers(model, mask) {
  const before = mask.slice();
  for (const node of model.nodes) {
    if (!before[node.number] || node.country) continue;
    if (!node.links.some(({ other }) => before[other.number] && other.country)) mask[node.number] = 0;
  }
}

function linkMask(model, state, node) {
  const relation = anyOf(state.relations), kinds = new Set(state.sources);
  const said = (link) => !kinds.size || link.evidence.some((place) => place.source && kinds.has(place.source.kind));
  return Uint8Array.from(model.links, (link) => (
    node[link.from.number] && node[link.to.number] && relation(link.relation) && activeIn(state.year, link) && said(link) ? 1 : 0));
}

function degreesOf(model, link) {
  const degrees = new Int32Array(model.nodes.length);
  for (const each of model.links) {
    if (!link[each.number]) continue;
    degrees[each.from.number] += 1;
    if (each.from !== each.to) degrees[each.to.number] += 1;
  }
  return degrees;
}

function keepOnly(model, node, link, kept) {
  for (const each of model.nodes) if (!kept(each.number)) node[each.number] = 0;
  for (const each of model.links) if (!node[each.from.number] || !node[each.to.number]) link[each.number] = 0;
}

function keepLinked(model, node, link) {
  const degrees = degreesOf(model, link);
  keepOnly(model, node, link, (number) => degrees[number] > 0);
}

function dropLeaves(model, node, link) {
  const degrees = degreesOf(model, link);
  keepOnly(model, node, link, (number) => degrees[number] > 1);
}

// The largest connected part; of two as large the one with the first thing.
function keepMain(model, node, link) {
  const seen = new Uint8Array(model.nodes.length);
  let best = [];
  for (const start of model.nodes) {
    if (!node[start.number] || seen[start.number]) continue;
    const own = [start];
    seen[start.number] = 1;
    for (const each of own) {
      for (const { link: tie, other } of each.links) {
        if (link[tie.number] && !seen[other.number]) { seen[other.number] = 1; own.push(other); }
      }
    }
    if (own.length > best.length) best = own;
  }
  const kept = new Set(best.map(({ number }) => number));
  keepOnly(model, node, link, (number) => kept.has(number));
}

// The k-core: what is left when things with fewer than k neighbours go, again and again (Seidman 1983).
function keepCore(model, node, link, k) {
  const near = model.nodes.map((each) => (
    node[each.number] ? new Set(each.links.filter((tie) => link[tie.link.number] && tie.other !== each).map(({ other }) => other)) : null));
  const going = model.nodes.filter((each) => near[each.number] && near[each.number].size < k);
  const gone = new Set(going);
  for (const each of going) {
    for (const other of near[each.number]) {
      near[other.number].delete(each);
      if (near[other.number].size < k && !gone.has(other)) { gone.add(other); going.push(other); }
    }
  }
  keepOnly(model, node, link, (number) => near[number] !== null && !gone.has(model.nodes[number]));
}

// A view of one thing, or of what lies between two, within what is shown.
function keepFocus(model, state, node, link) {
  const at = model.byKey.get(state.at), other = model.byKey.get(state.other);
  if (!at) return;
  const shown = { node, link }, kept = new Set([at]);
  if (state.show === "ego") for (const each of egoOf(at, state.steps, shown).keys()) kept.add(each);
  if (state.show === "path" && other) for (const each of shortestPath(at, other, shown)) kept.add(each);
  if (state.show === "pair" && other) for (const each of [other, ...nearOf(at, shown), ...nearOf(other, shown)]) kept.add(each);
  for (const each of kept) node[each.number] = 1;
  keepOnly(model, node, link, (number) => kept.has(model.nodes[number]));
}

const nearOf = (node, shown) => [...egoOf(node, 1, shown).keys()];
