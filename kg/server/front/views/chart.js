// Numbers as bars, or as lines where they follow dates.

import { plotBars, plotLines } from "./plots.js";
import { columnsOf, degreeColumns, namingColumn, said, spanOf, thingOf } from "./columns.js";
import { counted } from "./scales.js";
import { viewOf } from "./view.js";

const MOST_BARS = 60, MOST_SERIES = 6, MOST_COLUMNS = 3;
const NO_NUMBERS = "a chart needs a column of numbers, as ?n in SELECT ?kind (COUNT(*) AS ?n)";

// What is drawn of the rows: { form, rows or series, … } or { why }.
export function chartPlan(table) {
  const numbers = columnsOf(table, "number"), years = numbers.filter((name) => /^year$/i.test(name));
  const along = columnsOf(table, "date")[0] || (numbers.length > 1 ? years[0] : undefined);
  const { lat, long } = degreeColumns(table) || {}, values = numbers.filter((name) => ![along, lat, long].includes(name));
  if (!values.length) return { why: NO_NUMBERS };
  const moments = along && new Set(table.rows.map((row) => row[along]?.value)).size;
  return moments > 1 ? linesPlan(table, along, values) : barsPlan(table, values);
}

function barsPlan(table, values) {
  const columns = values.slice(0, MOST_COLUMNS), rows = table.rows.slice(0, MOST_BARS);
  const valuesIn = (row) => columns.map((name) => numberIn(row[name]));
  const bars = rows.map((row) => ({ name: rowName(table, row, values), thing: thingOf(table, row), values: valuesIn(row) }));
  const notes = [
    table.rows.length > rows.length && `The first ${MOST_BARS} of ${counted(table.rows.length, "row")}; LIMIT and ORDER BY choose which.`,
    values.length > columns.length && `The first ${MOST_COLUMNS} of ${counted(values.length, "column")} of numbers.`,
  ].filter(Boolean);
  return { form: "bars", columns, bars, note: notes.join(" ") };
}

// The name of a row: its text or, where it has several columns of text, all of them.
function rowName(table, row, values) {
  const texts = columnsOf(table, "text"), own = texts.length ? texts : [namingColumn(table, values)].filter(Boolean);
  return own.map((name) => said(row[name])).filter(Boolean).join(" · ") || "(no name)";
}

function linesPlan(table, along, values) {
  const by = namingColumn(table, [along, ...columnsOf(table, "number", "date")]);
  const all = by ? seriesBy(table, along, by, values[0]) : seriesOf(table, along, values);
  const series = all.sort((a, b) => total(b) - total(a)).slice(0, MOST_SERIES), left = all.length - series.length;
  for (const { points } of series) points.sort(([a], [b]) => a - b);
  const note = left > 0 ? `The ${MOST_SERIES} lines with the largest sums; ${counted(left, "other")} left out.` : "";
  return { form: "lines", along, value: by ? values[0] : "", series, note };
}

const total = ({ points }) => points.reduce((sum, [, value]) => sum + value, 0);

function seriesBy(table, along, by, value) {
  const found = new Map();
  for (const row of table.rows) {
    const name = said(row[by]) || "(no name)", point = pointIn(row, along, value);
    if (!found.has(name)) found.set(name, { name, points: [] });
    if (point) found.get(name).points.push(point);
  }
  return [...found.values()];
}

function seriesOf(table, along, values) {
  return values.map((name) => ({ name, points: table.rows.map((row) => pointIn(row, along, name)).filter(Boolean) }));
}

function pointIn(row, along, value) {
  const span = spanOf(row[along]?.value), number = numberIn(row[value]);
  return span && number !== null ? [span[0], number, row[along].value] : null;
}

const numberIn = (value) => (value ? Number(value.value) : null);

async function paintChart(plan, host, width) {
  host.replaceChildren(plan.form === "bars" ? plotBars(plan, width) : plotLines(plan, width));
}

export const chartPlugin = {
  name: "chart",
  class: viewOf({
    name: "chart", label: "Chart", icon: "M1 15h14v-1H1zM2 8h3v5H2zM7 3h3v10H7zM12 6h3v7h-3z", plan: chartPlan,
    paint: paintChart,
  }),
};
