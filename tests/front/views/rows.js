// Answers from short terms: numbers, null, "<address>", "text" with an optional "^^kind".

import { tableOf } from "../../../kg/server/front/views/columns.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const KINDS = { wkt: "http://www.opengis.net/ont/geosparql#wktLiteral" };

function termOf(value) {
  if (value === null) return undefined;
  if (typeof value === "number") return { type: "literal", value: String(value), datatype: `${XSD}${Number.isInteger(value) ? "integer" : "double"}` };
  if (value.startsWith("<")) return { type: "uri", value: value.slice(1, -1) };
  const [text, kind] = value.split("^^");
  return kind ? { type: "literal", value: text, datatype: KINDS[kind] || XSD + kind } : { type: "literal", value: text };
}

export function rowsOf(names, rows, triples = false) {
  const head = names.split(" ");
  const bindings = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, termOf(row[at])]).filter(([, term]) => term)));
  return tableOf(head, bindings, triples);
}

export const graphOf = (triples) => rowsOf("subject predicate object", triples, true);
