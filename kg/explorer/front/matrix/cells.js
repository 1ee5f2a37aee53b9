// Which practices and pledges address which objective of the Global Compact, by who carries them out.

import { groupedBy } from "../core/groups.js";
import { byWords } from "../core/text.js";

const OBJECTIVE = /^GCM (\d+)([a-z]*): (.*)$/;
const DOINGS = new Set(["practice", "pledge"]);
// Who carries out a practice or makes a pledge; where that says nothing, where it takes place, or who began it.
const DOERS = [["implementedBy", "pledgedBy"], ["locatedIn"], ["initiatedBy"]];
const WORLD_PARTS = { subregions: 0, regions: 1, sides: 2 };
const NOWHERE = { cities: "Nobody is named", countries: "No country is named" };
export const NO_OBJECTIVE = "else";
const REST = { code: NO_OBJECTIVE, title: "Guiding principles and clusters of objectives" };
export const GROUPINGS = [
  ["cities", "who carries it out"], ["countries", "country"], ["subregions", "part of a world region"], ["regions", "world region"],
  ["sides", "Global South and North"],
];

// {columns: [{code, title}], rows: [{key, name, node, cells, things}], all, things, bare, silent}: `cells` are lists of
// entries {thing, fact, code, action, title} by code, `all` is the row of everything, `bare` are things without an
// objective, `silent` rows of such things alone.
export function cellsOf(model, state, shown) {
  const things = shown.nodes.filter((node) => DOINGS.has(node.kind) || node.facts.some(isAddress));
  const all = cellRow({ key: "", name: "Everything", node: null }), entries = new Map(things.map((thing) => [thing, entriesOf(thing)]));
  const known = new Map(worldRows(model, state).map((row) => [row.key, row]));
  for (const [thing, own] of entries) {
    const groups = groupsOf(model, state, shown, thing), rows = groups.map(({ key }) => known.get(key));
    for (const [at, group] of groups.entries()) {
      if (!rows[at]) known.set(group.key, rows[at] = cellRow(group));
    }
    for (const row of [all, ...rows]) fillRow(row, own);
  }
  const rows = [...known.values()], lasting = state.rows in WORLD_PARTS;
  return {
    columns: objectiveColumns(model, all), all, things, bare: things.filter((thing) => !entries.get(thing).length),
    rows: rows.filter((row) => row.things.size || (lasting && row.key)), silent: rows.filter((row) => !row.things.size && row.node),
  };
}

const isAddress = ({ relation }) => relation === "addresses";
const entriesOf = (thing) => thing.facts.filter(isAddress).map((fact) => ({ thing, fact, ...objectiveOf(fact.text) }));
const cellRow = (group) => ({ ...group, cells: new Map(), things: new Set() });

function fillRow(row, entries) {
  for (const [code, own] of groupedBy(entries, (entry) => entry.code)) row.cells.set(code, [...(row.cells.get(code) || []), ...own]);
  for (const { thing } of entries) row.things.add(thing);
}

// "GCM 5f: …" is an action of objective 5; what is no number, a guiding principle or a cluster, stands apart.
export function objectiveOf(text) {
  const found = OBJECTIVE.exec(text);
  return found ? { code: found[1], action: found[2], title: found[3] } : { code: NO_OBJECTIVE, action: "", title: text };
}

// How many things a cell holds: a practice that addresses two actions of an objective is one.
export function cellCount(row, code) {
  return new Set((row.cells.get(code) || []).map(({ thing }) => thing)).size;
}

// Every objective has a column, though nobody addresses it; principles and clusters have one where somebody does.
function objectiveColumns(model, all) {
  const used = [...all.cells].filter(([code]) => code !== NO_OBJECTIVE);
  const known = new Map(used.map(([code, entries]) => [code, usedTitle(entries)]));
  for (const [code, title] of model.about.objectives || []) known.set(code, title);
  const columns = [...known].map(([code, title]) => ({ code, title })).sort((a, b) => a.code - b.code);
  return all.cells.has(NO_OBJECTIVE) ? [...columns, REST] : columns;
}

const usedTitle = (entries) => (entries.find(({ action }) => !action) || entries[0]).title;

// The rows that a table by parts of the world has, though nobody there does anything: those with a place on the page.
function worldRows(model, state) {
  const world = model.about.world || {}, countries = [...new Set(model.nodes.map(({ country }) => country))].filter((key) => world[key]);
  const names = new Set(state.rows in WORLD_PARTS ? countries.map((key) => world[key][WORLD_PARTS[state.rows]]) : []);
  return [...names].filter(Boolean).map((name) => cellRow({ key: name, name, node: null }));
}

function groupsOf(model, state, shown, thing) {
  for (const relations of DOERS) {
    const own = thing.links.filter(({ link, side }) => side === "out" && relations.includes(link.relation)).map(({ other }) => other);
    const found = own.filter((node) => isCounted(state, shown, node)).map((node) => groupOf(model, state.rows, node)).filter(Boolean);
    if (found.length) return [...groupedBy(found, ({ key }) => key).values()].map(([first]) => first);
  }
  return [{ key: "", name: NOWHERE[state.rows] || "Nowhere in particular", node: null }];
}

// Whom a filter of places leaves out has no row; a kind that is merely not drawn has one.
const isCounted = (state, shown, node) => shown.node[node.number] || !state.kinds.includes(node.kind);

function groupOf(model, rows, node) {
  const key = node.kind === "country" ? node.key : node.country, country = model.byKey.get(key);
  if (rows in WORLD_PARTS) {
    const name = ((model.about.world || {})[key] || [node.region, node.region, node.side])[WORLD_PARTS[rows]];
    return name ? { key: name, name, node: null } : null;
  }
  if (rows === "countries") return country ? { key, name: country.name, node: country } : null;
  return { key: node.key, name: node.name, node };
}

// By the number of things, by name, or by one objective; the row without a name is always last.
export function orderedRows(rows, sort, down) {
  const number = (row) => (isObjective(sort) ? cellCount(row, sort) : row.things.size), turn = down ? -1 : 1;
  const order = sort === "name" ? (a, b) => byWords(a.name, b.name) : (a, b) => number(b) - number(a) || turn * byWords(a.name, b.name);
  return [...rows].sort((a, b) => !a.key - !b.key || turn * order(a, b));
}

export const isObjective = (sort) => sort === NO_OBJECTIVE || /^\d+$/.test(sort);

// From 0 to 5, so that the largest cell is 5 and whatever is not empty at least 1.
export function shadeOf(number, most) {
  return number ? Math.max(1, Math.min(5, Math.ceil((number / most) * 5))) : 0;
}
