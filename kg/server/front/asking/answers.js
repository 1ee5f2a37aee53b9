// What the page adds to answers: problems in one line with the spot in the query, and files.

import { problemOf, spotOf } from "./problem.js";

export const FORMS = {
  csv: "text/csv", tsv: "text/tab-separated-values", json: "application/sparql-results+json", xml: "application/sparql-results+xml",
  ttl: "text/turtle", nt: "application/n-triples", jsonld: "application/ld+json",
};

// The ways in which an answer to such a query can be saved.
export function formsOf(queryType) {
  return ["CONSTRUCT", "DESCRIBE"].includes(queryType) ? ["ttl", "jsonld", "nt"] : ["csv", "tsv", "json", "xml"];
}

export function drawProblem(text, goTo) {
  const problem = problemOf(text), spot = spotOf(problem), said = document.createElement("div");
  said.className = "problem";
  said.append(paragraph(problem.words, "words"));
  if (problem.hint) said.append(paragraph(problem.hint, "hint"));
  if (spot) said.append(button(`Go to ${spot.words}`, () => goTo(spot.at)));
  return said;
}

function paragraph(text, className) {
  return Object.assign(document.createElement("p"), { textContent: text, className });
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

export function saveFile(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
