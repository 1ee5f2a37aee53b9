// The graph of the page: things, links, facts and where each is said, joined to one another.

import { plain } from "./text.js";
import { rowsOf } from "./unpack.js";

export const COLLECTIVES = new Set(["network", "instrument", "fund"]);
export const PLACES = new Set(["city", "region"]);

export function modelOf(payload) {
  const sources = new Map(rowsOf(payload.sources).map((source) => [source.key, source]));
  const places = rowsOf(payload.places).map((place) => ({ ...place, source: sources.get(place.source) || null }));
  const said = (row, number) => Object.assign(row, { number, evidence: row.evidence.map((place) => places[place]) });
  const nodes = rowsOf(payload.nodes).map(said), links = rowsOf(payload.links).map(said), facts = rowsOf(payload.facts).map(said);
  for (const node of nodes) Object.assign(node, { links: [], facts: [], names: [], scores: {} });
  for (const fact of facts) joinFact(fact, nodes);
  for (const link of links) joinLink(link, nodes);
  for (const node of nodes) node.plain = [node.name, ...node.names, node.key].map(plain);
  joinScores(payload.scores, nodes);
  const dates = [...nodes, ...links].flatMap((row) => [yearOf(row.start), yearOf(row.end)]).filter(Boolean);
  return {
    nodes, links, facts, sources, places,
    byKey: new Map(nodes.map((node) => [node.key, node])),
    kinds: payload.kinds, measures: payload.measures, communities: payload.communities, stories: payload.stories, about: payload.about,
    files: payload.files,
    headings: new Map(payload.headings.map(([side, relation, words], rank) => [`${side} ${relation}`, { words, rank }])),
    backbone: payload.backbone.map((tie) => ({ ...tie, from: nodes[tie.from], to: nodes[tie.to] })),
    years: dates.length ? [dates.reduce((a, b) => Math.min(a, b)), dates.reduce((a, b) => Math.max(a, b))] : null,
  };
}

// The name of what a key means; the key itself where the page does not have it.
export const nameOf = (model, key) => model.byKey.get(key)?.name || key;

// What is said of how complete the list of a collective is; "unknown" where nobody says so, "" of what is no collective.
export function listWord(node) {
  return node.list || (COLLECTIVES.has(node.kind) ? "unknown" : "");
}

// 2018 of "2018-05-01"; 0 of "".
export function yearOf(date) {
  return Number(date.slice(0, 4)) || 0;
}

// The links of a thing whose other end is shown, or all of them.
export function neighbours(node, shown = null) {
  const seen = shown ? node.links.filter(({ link }) => shown.link[link.number]) : node.links;
  return [...new Set(seen.map(({ other }) => other))];
}

export function headingOf(model, side, relation) {
  return model.headings.get(`${side} ${relation}`) || { words: relation, rank: model.headings.size };
}

function joinFact(fact, nodes) {
  fact.node = nodes[fact.node];
  fact.node.facts.push(fact);
  if (fact.relation === "altLabel") fact.node.names.push(fact.text);
}

function joinLink(link, nodes) {
  const from = nodes[link.from], to = nodes[link.to];
  Object.assign(link, { from, to });
  from.links.push({ link, other: to, side: "out" });
  if (from !== to) to.links.push({ link, other: from, side: "in" });
}

// Scores are rows of a measure: the node, its value, its rank, the ranks it may have, and how many share its rank.
function joinScores(scores, nodes) {
  for (const [measure, rows] of Object.entries(scores)) {
    for (const { node, ...score } of rowsOf(rows)) nodes[node].scores[measure] = score;
  }
}
