// Which practices and pledges address which objective of the Global Compact, by who carries them out.

import { groupedBy } from "./dates.js";
import { byWords } from "./text.js";

const OBJECTIVE = /^GCM (\d+)([a-z]*): (.*)$/;
const DOINGS = new Set(["practice", "pledge"]);
// Who carries out a practice or makes a pledge; where that says nothing, where it takes place, or who began it.
const DOERS = [["implementedBy", "pledgedBy"], ["locatedIn"], ["initiatedBy"]];
export const NO_OBJECTIVE = "else";
export const GROUPINGS = [["cities", "who carries it out"], ["countries", "country"], ["subregions", "part of a world region"], ["regions", "world region"], ["sides", "Global South and North"]];
const NOWHERE = { cities: "Nobody is named", countries: "No country is named" };

// {columns: [{code, title}], rows: [{key, name, node, cells: Map of code to entries, things: Set}], all, things, bare, silent}
// An entry is {thing, fact}. `all` is the row of everything; `bare` are things without an objective; `silent` are rows without one.
export function cellsOf(model, state, shown) {
  const things = shown.nodes.filter((node) => DOINGS.has(node.kind) || node.facts.some(({ relation }) => relation === "addresses"));
  const said = new Map(things.map((thing) => [thing, entriesOf(thing)]));
  const all = tableRow("", "Everything", null), known = new Map(allGroups(model, state).map((row) => [row.key, row]));
  for (const [thing, entries] of said) {
    for (const { key, name, node } of groupsOf(model, state, shown, thing)) {
      if (!known.has(key)) known.set(key, tableRow(key, name, node));
      for (const entry of entries) addEntry(known.get(key), entry);
    }
    for (const entry of entries) addEntry(all, entry);
  }
  const rows = [...known.values()], fixed = state.rows !== "cities" && state.rows !== "countries";
  return {
    columns: columnsOf(model, all), all, things, bare: things.filter((thing) => !said.get(thing).length),
    rows: rows.filter((row) => row.things.size || (fixed && row.key)), silent: fixed ? [] : rows.filter((row) => !row.things.size && row.node),
  };
}

// "GCM 5f: …" is an action of objective 5; what is no number, a guiding principle or a cluster, stands apart.
export function objectiveOf(text) {
  const found = OBJECTIVE.exec(text);
  return found ? { code: found[1], action: found[2], title: found[3] } : { code: NO_OBJECTIVE, action: "", title: text };
}

const entriesOf = (thing) => thing.facts.filter(({ relation }) => relation === "addresses").map((fact) => ({ thing, fact, ...objectiveOf(fact.text) }));

const tableRow = (key, name, node) => ({ key, name, node, cells: new Map(), things: new Set() });

function addEntry(row, entry) {
  row.things.add(entry.thing);
  if (!row.cells.has(entry.code)) row.cells.set(entry.code, []);
  row.cells.get(entry.code).push(entry);
}

// How many things a cell holds: a practice that addresses two actions of an objective is one.
export function cellCount(row, code) {
  return new Set((row.cells.get(code) || []).map(({ thing }) => thing)).size;
}

// Every objective has a column, though nobody addresses it.
function columnsOf(model, all) {
  const known = new Map(model.about.objectives || []);
  for (const [code, entries] of all.cells) if (code !== NO_OBJECTIVE && !known.has(code)) known.set(code, (entries.find(({ action }) => !action) || entries[0]).title);
  const columns = [...known].map(([code, title]) => ({ code, title })).sort((a, b) => a.code - b.code);
  return all.cells.has(NO_OBJECTIVE) ? [...columns, { code: NO_OBJECTIVE, title: "Guiding principles and clusters of objectives" }] : columns;
}

// The rows that a table by parts of the world has, though nobody there does anything: those with a place on the page.
function allGroups(model, state) {
  const at = { subregions: 0, regions: 1, sides: 2 }[state.rows];
  if (at === undefined) return [];
  const countries = new Set(model.nodes.map(({ country }) => country).filter(Boolean)), world = model.about.world || {};
  const names = new Set([...countries].map((key) => (world[key] || [])[at]).filter(Boolean));
  return [...names].map((name) => tableRow(name, name, null));
}

function groupsOf(model, state, shown, thing) {
  for (const relations of DOERS) {
    const own = thing.links.filter(({ link, side, other }) => side === "out" && relations.includes(link.relation) && isCounted(state, shown, other));
    const found = own.map(({ other }) => groupOf(model, state.rows, other)).filter(Boolean);
    if (found.length) return [...groupedBy(found, ({ key }) => key).values()].map(([first]) => first);
  }
  return [{ key: "", name: NOWHERE[state.rows] || "Nowhere in particular", node: null }];
}

// Whom a filter of places leaves out has no row; a kind that is merely not drawn has one.
const isCounted = (state, shown, node) => shown.node[node.number] || !state.kinds.includes(node.kind);

function groupOf(model, rows, node) {
  if (rows === "cities") return { key: node.key, name: node.name, node };
  const country = node.kind === "country" ? node : model.byKey.get(node.country), key = country ? country.key : node.country;
  if (rows === "countries") return country ? { key, name: country.name, node: country } : null;
  const [part, region, side] = (model.about.world || {})[key] || [node.region, node.region, node.side];
  const name = { subregions: part, regions: region, sides: side }[rows];
  return name ? { key: name, name, node: null } : null;
}

// By the number of things, by name, or by one objective; the row without a name always last.
export function orderedRows(rows, sort, down) {
  const number = (row) => (/^\d+$/.test(sort) || sort === NO_OBJECTIVE ? cellCount(row, sort) : row.things.size);
  const order = sort === "name" ? (a, b) => byWords(a.name, b.name) : (a, b) => number(b) - number(a) || byWords(a.name, b.name);
  return [...rows].sort((a, b) => !a.key - !b.key || (down ? -1 : 1) * order(a, b));
}

// From 0 to 5, so that the largest cell is 5 and whatever is not empty at least 1.
export function shadeOf(number, most) {
  return number ? Math.max(1, Math.min(5, Math.ceil((number / most) * 5))) : 0;
}
