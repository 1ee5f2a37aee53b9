// The rows of an answer as a table shows them: cells in words, filtered and sorted.

import { folded } from "./fold.js";

const NUMBERS = /#(integer|decimal|double|float|int|long|short|byte|(non|un)\w+Integer|unsigned\w+|positiveInteger|negativeInteger)$/;

// A cell is { text, language, number, iri }; an unbound variable has an empty one.
export function cellOf(term, prefixes) {
  if (!term) return { text: "", language: "", number: false, iri: "" };
  if (term.type === "uri") return { text: shortName(term.value, prefixes), language: "", number: false, iri: term.value };
  const number = NUMBERS.test(term.datatype || "") && Number.isFinite(Number(term.value));
  return { text: term.type === "bnode" ? `_:${term.value}` : term.value, language: term["xml:lang"] || "", number, iri: "" };
}

// With the prefix that covers most of it.
export function shortName(iri, prefixes) {
  const fits = Object.entries(prefixes).filter(([, base]) => base && iri.startsWith(base));
  if (!fits.length) return iri;
  const [name, base] = fits.reduce((best, each) => (each[1].length > best[1].length ? each : best));
  return `${name}:${iri.slice(base.length)}`;
}

// Rows, each a list of cells, in which every word of the filter begins a word or stands in an IRI.
export function filteredRows(rows, filter) {
  const words = folded(filter).split(" ").filter(Boolean);
  if (!words.length) return rows;
  return rows.filter((row) => {
    const text = row.map((cell) => ` ${folded(cell.text)}`).join(" ");
    return words.every((word) => text.includes(` ${word}`));
  });
}

// By one column, empty cells last either way; equals stay as they stand. Column -1 is the order of the answer.
export function sortedRows(rows, column, down) {
  if (column < 0) return rows;
  const sign = down ? -1 : 1;
  const order = (a, b) => (a.text && b.text ? sign * compared(a, b) : Boolean(b.text) - Boolean(a.text));
  return [...rows].sort((a, b) => order(a[column], b[column]));
}

function compared(a, b) {
  return a.number && b.number ? Number(a.text) - Number(b.text) : a.text.localeCompare(b.text, "en", { numeric: true });
}
