// Rows as points on the globe: from WKT, from columns of latitude and longitude, or from where their things are.

import { columnsOf, degreeColumns, degrees, keyOf, nameFor, namingColumn, pointOf, said } from "./columns.js";
import { isOwn, lookedUp } from "./lookup.js";
import { drawnMap } from "./mapping.js";
import { counted, numberWords } from "./scales.js";
import { viewOf } from "./view.js";
import { loadedWorld } from "./world.js";

const MOST = 2000, NAMES = 3;
const BORDERS = "Borders: Natural Earth, as it draws them; this project takes no side.";
const NOWHERE = "no row has a place on the globe";
const NO_PLACES = "a map needs a column of points (WKT), the columns ?lat and ?long, or things that have a place, as cities";

// Where the points come from: { column }, { lat, long } or { thing }, and the number that gives them their size.
export function mapPlan(table) {
  const [column] = columnsOf(table, "point"), pair = degreeColumns(table), thing = ownThings(table);
  const from = column ? { column } : pair || (thing && { thing });
  if (!from) return { why: NO_PLACES };
  const size = columnsOf(table, "number").find((name) => name !== from.lat && name !== from.long);
  return { from, size };
}

const ownThings = (table) => columnsOf(table, "thing").find((name) => table.rows.some((row) => row[name] && isOwn(row[name].value)));

// Points of the globe with the rows that are there: { at, rows }, in the order of the rows; `known` are things looked up.
export function pointsOf({ table, from }, known = new Map()) {
  const found = new Map();
  for (const row of table.rows) {
    const at = placeIn(row, from, known), key = at?.join();
    if (!at) continue;
    if (!found.has(key)) found.set(key, { at, rows: [] });
    found.get(key).rows.push(row);
  }
  return [...found.values()];
}

function placeIn(row, { column, lat, long, thing }, known) {
  if (column) return pointOf(row[column]?.value);
  if (lat) return row[lat] && row[long] ? degrees(Number(row[long].value), Number(row[lat].value)) : null;
  return known.get(row[thing]?.value)?.at || null;
}

// A point with its name, what it says, its address and its size.
export function markOf({ at, rows }, { table, from, size }, known) {
  const names = [...new Set(rows.map((row) => nameIn(row, table, from, known)))], value = size ? sum(rows, size) : null;
  const more = names.length > NAMES ? ` and ${numberWords(names.length - NAMES)} more` : "";
  const told = `${names.slice(0, NAMES).join(", ")}${more}${value === null ? "" : `: ${size} ${numberWords(value)}`}`;
  return { at, name: names[0], said: told, address: addressIn(rows[0], table, from), value };
}

const sum = (rows, column) => rows.reduce((all, row) => all + (row[column] ? Number(row[column].value) : 0), 0);

function nameIn(row, table, { thing }, known) {
  const own = thing || ownThings(table), text = own ? nameFor(table, own) : namingColumn(table);
  if (text && row[text]) return said(row[text]);
  if (own && row[own]) return known.get(row[own].value)?.name || keyOf(row[own].value);
  return said(row[namingColumn(table)]) || "(no name)";
}

function addressIn(row, table, { thing }) {
  return row[thing || ownThings(table) || columnsOf(table, "thing")[0]]?.value;
}

async function paintMap(plan, host, width) {
  const known = plan.from.thing ? plan.known ||= await lookedUp(valuesIn(plan.table, plan.from.thing)) : new Map();
  const points = pointsOf(plan, known);
  if (!points.length) return { why: plan.from.thing ? `nothing in ?${plan.from.thing} has a place in the graph` : NOWHERE };
  const world = await loadedWorld(), shown = points.slice(0, MOST);
  const marks = shown.map((point) => markOf(point, plan, known)).sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  host.replaceChildren(...drawnMap(world, marks, width, plan));
  return { note: `${placedWords(points, plan.table.rows.length)}. ${BORDERS}` };
}

const valuesIn = ({ rows }, name) => rows.map((row) => row[name]?.value).filter(Boolean);

// How many rows are on the map, and how many are not.
export function placedWords(points, all) {
  const placed = points.reduce((sum, { rows }) => sum + rows.length, 0), without = all - placed;
  const first = points.length > MOST ? `, the first ${numberWords(MOST)} shown` : "";
  const rest = without ? `, ${counted(without, "row")} without a place` : "";
  return `${counted(placed, "row")} at ${counted(points.length, "place")}${first}${rest}`;
}

export const mapPlugin = {
  name: "map",
  class: viewOf({
    name: "map", label: "Map", icon: "M8 1a5 5 0 0 1 5 5c0 3.5-5 9-5 9S3 9.500 3 6a5 5 0 0 1 5-5zM8 4a2 2 0 1 0 0 4a2 2 0 0 0 0-4z",
    plan: mapPlan, paint: paintMap,
  }),
};
