// Which things stand on the map, and in which countries.

import { countedBy, groupedBy } from "../core/groups.js";
import { nameOf } from "../core/model.js";
import { byWords, count, numeral } from "../core/text.js";

export function pointDegrees(node) {
  return node.lat === null || node.lat === undefined || node.lon === null ? null : [node.lon, node.lat];
}

// How many of these things stand on the map, how many do not, and of what kinds those are, most first.
export function placedWords(nodes, kinds) {
  const without = nodes.filter((node) => !pointDegrees(node)), on = nodes.length - without.length, together = countedTogether(nodes);
  const said = `${numeral(on)} of the ${count(nodes.length, "thing")} shown ${on === 1 ? "stands" : "stand"} on the map.`;
  const has = without.length === 1 ? "has" : "have";
  const rest = without.length ? `${numeral(without.length)} ${has} no place on a map (${kindsWords(without, kinds)}).` : "";
  const same = together ? `${numeral(together)} share their point with another; nothing is moved apart.` : "";
  return [said, rest, same].filter(Boolean).join(" ");
}

function kindsWords(nodes, kinds) {
  const numbers = countedBy(nodes, ({ kind }) => kind), known = kinds.filter(({ kind }) => numbers.has(kind));
  return known.sort((a, b) => numbers.get(b.kind) - numbers.get(a.kind))
    .map(({ kind, name }) => `${name.toLowerCase()} ${numeral(numbers.get(kind))}`).join(", ");
}

// How many of these things stand on a point on which another one stands.
export function countedTogether(nodes) {
  const numbers = countedBy(nodes.map(pointDegrees).filter(Boolean), String);
  return [...numbers.values()].filter((number) => number > 1).reduce((sum, number) => sum + number, 0);
}

// The places among these things by the name of their country, both in the order of words; without a country last.
export function placesByCountry(nodes, model) {
  const found = groupedBy(nodes.filter(pointDegrees), ({ country }) => nameOf(model, country));
  const sorted = [...found].sort(([a], [b]) => (a === "") - (b === "") || byWords(a, b));
  return sorted.map(([name, places]) => [name || "Without a country", places.sort((a, b) => byWords(a.name, b.name))]);
}

// How many places each country has among these things, by the country's key.
export function countedByCountry(nodes) {
  return countedBy(nodes.filter((node) => pointDegrees(node) && node.country), ({ country }) => country);
}
