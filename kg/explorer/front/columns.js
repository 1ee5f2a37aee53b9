// What a table says of a thing or a link, column by column.

import { headingOf } from "./model.js";
import { plain, spoken, whereSaid } from "./text.js";

// A column is {key, words, value(row), number, extra}: a value is a number or words, "" where nothing is known; columns that
// are `extra` stand in files, and in the table only when they are asked for.
export function columnsOf(model, sheet) {
  return sheet === "links" ? linkColumns(model) : [...thingColumns(model), ...model.measures.flatMap(measureColumns), ...lateColumns(model)];
}

// Rows in the order of a column: numbers as numbers, words as readers sort them, what is not known last either way.
export function sortedRows(rows, { value, number }, down = false) {
  const keyed = rows.map((row, at) => ({ row, at, key: number ? value(row) : plain(value(row)) }));
  const turn = down ? -1 : 1;
  keyed.sort((a, b) => (a.key === "") - (b.key === "") || (a.key < b.key ? -turn : a.key > b.key ? turn : a.at - b.at));
  return keyed.map(({ row }) => row);
}

// The rows in which the words stand somewhere, compared as the search compares them.
export function matchingRows(model, sheet, rows, words) {
  const wanted = plain(words);
  if (!wanted) return rows;
  const said = sheet === "links" ? linkWords(model) : thingWords(model);
  return rows.filter((row) => said(row).some((text) => text.includes(wanted)));
}

const column = (key, words, value, more = {}) => ({ key, words, value, number: false, extra: false, ...more });
const numbered = (key, words, value, more = {}) => column(key, words, (row) => value(row) ?? "", { number: true, ...more });
const listed = (words) => words.join("; ");
const saidColumn = column("sources", "Sources", (row) => listed(row.evidence.map(whereSaid)));
const countryName = (model, node) => model.byKey.get(node.country)?.name || node.country || "";

const thingColumns = (model) => {
  const kinds = new Map(model.kinds.map(({ kind, name }) => [kind, name]));
  return [
    column("name", "Name", ({ name }) => name), column("key", "Key", ({ key }) => key, { extra: true }),
    column("kind", "Kind", ({ kind }) => kinds.get(kind) || kind), column("type", "Type", ({ type }) => spoken(type)),
    column("country", "Country", (node) => countryName(model, node)), column("region", "Region", ({ region }) => region),
    column("side", "Side", ({ side }) => side),
    numbered("lat", "Latitude", ({ lat }) => lat, { extra: true }), numbered("lon", "Longitude", ({ lon }) => lon, { extra: true }),
    column("start", "Start", ({ start }) => start), column("end", "End", ({ end }) => end),
    column("list", "List", ({ list }) => list.replace("-", " ")), column("listing", "What is listed", ({ listing }) => listing, { extra: true }),
    numbered("links", "Links", ({ links }) => links.length),
  ];
};

const measureColumns = ({ name, title }) => {
  const score = (field) => (node) => node.scores[name]?.[field];
  return [
    numbered(name, title, score("value")), numbered(`${name}.rank`, `${title}: rank`, score("rank")),
    numbered(`${name}.low`, `${title}: rank from`, score("low"), { extra: true }),
    numbered(`${name}.high`, `${title}: rank to`, score("high"), { extra: true }),
    numbered(`${name}.ties`, `${title}: with this rank`, score("ties"), { extra: true }),
  ];
};

const lateColumns = (model) => [
  column("community", "Community", ({ community }) => model.communities[community] || ""),
  column("names", "Other names", ({ names }) => listed(names)),
  column("facts", "Facts", ({ facts }) => listed(facts.map(({ relation, text }) => `${headingOf(model, "out", relation).words}: ${text}`)), { extra: true }),
  saidColumn,
];

const linkColumns = (model) => [
  column("from", "From", ({ from }) => from.name), column("fromKey", "Key of from", ({ from }) => from.key, { extra: true }),
  column("relation", "Relation", ({ relation }) => spoken(relation)), column("to", "To", ({ to }) => to.name),
  column("toKey", "Key of to", ({ to }) => to.key, { extra: true }),
  column("remark", "Remark", ({ remark, role }) => remark || role), column("start", "Start", ({ start }) => start), column("end", "End", ({ end }) => end),
  column("key", "Key", ({ key }) => key, { extra: true }), column("term", "Term", ({ relation }) => relation, { extra: true }), saidColumn,
];

const thingWords = (model) => (node) => [...node.plain, plain(node.type), plain(countryName(model, node)), plain(node.region)];

function linkWords() {
  const known = new Map();
  return ({ from, to, relation, remark }) => {
    if (!known.has(relation)) known.set(relation, plain(spoken(relation)));
    return [...from.plain, ...to.plain, known.get(relation), plain(remark)];
  };
}
