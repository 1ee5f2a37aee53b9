// What a table says of a thing or a link, column by column.

import { headingOf, nameOf } from "../core/model.js";
import { plain, spoken, whereSaid } from "../core/text.js";

// A column is {key, words, value(row), number, extra}: a value is a number or words, "" where nothing is known; columns
// that are `extra` stand in files, and in the table only when they are asked for.
export function tableColumns(model, sheet) {
  if (sheet === "links") return linkColumns(model);
  return [...thingColumns(model), ...model.measures.flatMap(measureColumns), ...lateColumns(model)];
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
  const said = sheet === "links" ? linkColumnWords(model) : thingColumnWords(model);
  return rows.filter((row) => said(row).some((text) => text.includes(wanted)));
}

const textColumn = (key, words, value, more = {}) => ({ key, words, value, number: false, extra: false, ...more });
const numberColumn = (key, words, value, more = {}) => textColumn(key, words, (row) => value(row) ?? "", { number: true, ...more });
const listedWords = (words) => words.join("; ");
const saidColumn = textColumn("sources", "Sources", (row) => listedWords(row.evidence.map(whereSaid)));

const thingColumns = (model) => {
  const kinds = new Map(model.kinds.map(({ kind, name }) => [kind, name]));
  return [
    textColumn("name", "Name", ({ name }) => name), textColumn("key", "Key", ({ key }) => key, { extra: true }),
    textColumn("kind", "Kind", ({ kind }) => kinds.get(kind) || kind, { extra: true }),
    textColumn("type", "Type", ({ type }) => spoken(type)),
    numberColumn("links", "Links", ({ links }) => links.length),
    textColumn("country", "Country", (node) => nameOf(model, node.country)), textColumn("region", "Region", ({ region }) => region),
    textColumn("side", "Side", ({ side }) => side),
    numberColumn("lat", "Latitude", ({ lat }) => lat, { extra: true }), numberColumn("lon", "Longitude", ({ lon }) => lon, { extra: true }),
    textColumn("start", "Start", ({ start }) => start), textColumn("end", "End", ({ end }) => end),
    textColumn("list", "List", ({ list }) => list.replace("-", " ")),
    textColumn("listing", "What is listed", ({ listing }) => listing, { extra: true }),
  ];
};

const measureColumns = ({ name, title }) => {
  const score = (field) => (node) => node.scores[name]?.[field];
  return [
    numberColumn(name, title, score("value")), numberColumn(`${name}.rank`, `${title}: rank`, score("rank")),
    numberColumn(`${name}.low`, `${title}: rank from`, score("low"), { extra: true }),
    numberColumn(`${name}.high`, `${title}: rank to`, score("high"), { extra: true }),
    numberColumn(`${name}.ties`, `${title}: with this rank`, score("ties"), { extra: true }),
  ];
};

const lateColumns = (model) => [
  textColumn("community", "Community", ({ community }) => model.communities[community] || ""),
  textColumn("names", "Other names", ({ names }) => listedWords(names)),
  textColumn("facts", "Facts", ({ facts }) => listedWords(facts.map((fact) => factWords(model, fact))), { extra: true }),
  saidColumn,
];

const factWords = (model, { relation, text }) => `${headingOf(model, "out", relation).words}: ${text}`;

const linkColumns = (model) => [
  textColumn("from", "From", ({ from }) => from.name), textColumn("fromKey", "Key of from", ({ from }) => from.key, { extra: true }),
  textColumn("relation", "Relation", ({ relation }) => spoken(relation)),
  textColumn("to", "To", ({ to }) => to.name), textColumn("toKey", "Key of to", ({ to }) => to.key, { extra: true }),
  textColumn("remark", "Remark", ({ remark, role }) => remark || role),
  textColumn("start", "Start", ({ start }) => start), textColumn("end", "End", ({ end }) => end),
  textColumn("key", "Key", ({ key }) => key, { extra: true }), textColumn("term", "Term", ({ relation }) => relation, { extra: true }),
  saidColumn,
];

const thingColumnWords = (model) => (node) => [...node.plain, plain(node.type), plain(nameOf(model, node.country)), plain(node.region)];

function linkColumnWords() {
  const known = new Map();
  return ({ from, to, relation, remark }) => {
    if (!known.has(relation)) known.set(relation, plain(spoken(relation)));
    return [...from.plain, ...to.plain, known.get(relation), plain(remark)];
  };
}
