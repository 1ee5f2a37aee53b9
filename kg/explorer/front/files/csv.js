// Tables for spreadsheets, which no spreadsheet runs.

import { safeCell } from "../core/text.js";

// Columns are {words, value(row)}, a value is words or a number. The mark at the start tells Excel that this is UTF-8.
export function csvOf(columns, rows) {
  const lines = [columns.map(({ words }) => words), ...rows.map((row) => columns.map(({ value }) => value(row)))];
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("")}`;
}

function csvCell(value) {
  const text = typeof value === "number" ? String(value) : safeCell(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, "\"\"")}"` : text;
}
