// A small graph as the page's payload has it: who joined what, when, and where that is said.

import { modelOf } from "../../kg/explorer/front/core/model.js";

const KINDS = [
  ["city", "#332288", "dot", "Cities", false], ["network", "#882255", "star", "Networks", false],
  ["instrument", "#117733", "diamond", "Instruments", false], ["practice", "#2a8a7d", "hexagon", "Practices", false],
  ["country", "#4a5560", "square", "Countries", true],
].map(([kind, colour, shape, name, behind]) => ({ kind, colour, dark: colour, shape, name, behind }));

const asColumns = (rows) => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(names.map((name) => [name, { all: rows.map((row) => row[name] ?? null) }]));
};

const NODE = { type: "", country: "", region: "", side: "", lat: null, lon: null, start: "", end: "", x: 0, y: 0, community: -1, spot: null, list: "", listing: "", evidence: [] };
const LINK = { role: "", remark: "", start: "", end: "", evidence: [] };

// Nodes as {key, kind, …}, links as [from key, relation, to key, {…}], facts as [key, relation, text].
export function payloadOf(nodes, links, facts = [], more = {}) {
  const number = new Map(nodes.map(({ key }, at) => [key, at]));
  return {
    about: { title: "A small graph", version: "0", date: "2026-01-01", counts: {}, cite: "So.", bibtex: "", asOf: "", note: "" }, kinds: KINDS,
    headings: [["out", "memberOf", "Memberships"], ["in", "memberOf", "Members"]],
    sources: asColumns([{ key: "a-2020", title: "First", author: "Ann", publisher: "P", published: "2020", address: "https://example.org/a", kind: "Document" }]),
    places: asColumns([{ key: "a-2020-p001", source: "a-2020", section: "1 One", passage: "p001", start: 5, end: 9, words: "" }]),
    nodes: asColumns(nodes.map((node) => ({ ...NODE, name: node.key, ...node }))),
    links: asColumns(links.map(([from, relation, to, own = {}], at) => ({ ...LINK, key: `s${at}`, relation, ...own, from: number.get(from), to: number.get(to) }))),
    facts: asColumns(facts.map(([key, relation, text]) => ({ node: number.get(key), relation, text, evidence: [0] }))),
    measures: [], scores: {}, backbone: [], communities: [], stories: [], files: [], ...more,
  };
}

export function worldOf(nodes, links, facts = [], more = {}) {
  return modelOf(payloadOf(nodes, links, facts, more));
}

// Two cities in two networks, a third in none, a country behind, a practice.
export const little = () => worldOf(
  [{ key: "a", kind: "city", name: "Århus", country: "dk", region: "Northern Europe" }, { key: "b", kind: "city", name: "Lima", country: "pe", region: "South America" },
    { key: "c", kind: "city" }, { key: "n", kind: "network", start: "2000", list: "partial" }, { key: "m", kind: "network", start: "2010", end: "2015" },
    { key: "p", kind: "practice" }, { key: "dk", kind: "country" }, { key: "pe", kind: "country" }],
  [["a", "memberOf", "n", { start: "2001", evidence: [0] }], ["b", "memberOf", "n"], ["a", "memberOf", "m", { start: "2011", end: "2014" }],
    ["p", "implementedBy", "a"], ["a", "inCountry", "dk"], ["b", "inCountry", "pe"]],
  [["a", "altLabel", "Aarhus"]],
);
