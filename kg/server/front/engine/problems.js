// What is wrong with a query, in the words and the form that the server has for it.

import { excerptOf } from "./text.js";

export const PROBLEM = "application/problem+json";

const TITLES = { 400: "Bad Request", 403: "Forbidden", 406: "Not Acceptable", 413: "Content Too Large" };
const SAID = [
  ["Prefix not found", "its prefix is not declared"],
  ["IRI parsing failed", "this is no IRI"],
  ["contains a variable that is unbound", "a variable is selected that is neither grouped by nor in an aggregate"],
  ["overrides an existing variable", "AS gives a name that a variable has already"],
  ["Duplicated variable name", "AS gives a name that a variable has already"],
  ["not authorized with GROUP BY", "SELECT * does not go with GROUP BY"],
];
const LISTED = /"(?:\\.|[^"\\])*"|\['0' ?\.\.= ?'9'\]|\[[^\]]*\]?|[A-Za-z]\w*/g;

// An answer that is a problem; `more` are its hint and its place.
export function problemAnswer(status, detail, more = {}) {
  const document = { type: "about:blank", title: TITLES[status], status, detail, ...more };
  return { status, type: PROBLEM, text: JSON.stringify(document) };
}

// The complaint of the parser, which read `before` lines ahead of those of the query.
export function complaintAnswer(query, complaint, before) {
  const found = /error at (\d+):(\d+): (.*)/s.exec(complaint);
  if (!found) return problemAnswer(400, `the query cannot be answered: ${complaint.replace(/\s+/g, " ").trim()}`);
  const place = { line: Number(found[1]) - before, column: Number(found[2]) };
  const detail = `the query does not parse at line ${place.line}, column ${place.column}: ${expectedWords(found[3])}`;
  return problemAnswer(400, detail, { ...place, excerpt: excerptOf(query, place) });
}

// What the parser would have taken instead, in words; it lists signs, keywords and classes of characters.
export function expectedWords(complaint) {
  const known = SAID.find(([sign]) => complaint.includes(sign));
  if (known) return known[1];
  const listed = complaint.split("expected").slice(1).join("expected").replace(/^ one of/, "");
  const words = (listed.match(LISTED) || []).filter((each) => each[0] !== "[" || each.slice(1, 4) === "'0'");
  const named = [...new Set(words.map((each) => (each.startsWith("['0'") ? "a digit" : each)))];
  return named.length ? `expected ${named.join(", ")}` : "the query should end here or go on otherwise";
}
