// The table of objectives: who addresses which, and what nobody does.

import { NO_OBJECTIVE, GROUPINGS, cellCount, cellsOf, shadeOf, orderedRows } from "./cells.js";
import { button, chooser, el } from "./dom.js";
import { count, short, whereSaid } from "./text.js";
import { listTray } from "./tray.js";

export function matrixView(host, app) {
  const view = { app, shown: null, drawn: "", cells: null, table: el("table"), words: el("div", "", { class: "matrix-words" }), tray: listTray("List of a cell") };
  view.choice = chooser("Rows by ", GROUPINGS, app.state.rows, (rows) => app.go({ rows }));
  view.silent = el("details", "", { class: "folded" });
  view.titles = el("details", "", { class: "folded" }, el("summary", "The titles of the objectives"), el("div"));
  host.append(el("h2", "Objectives: who addresses what, and the gaps"), view.choice, view.words,
    el("div", "", { class: "matrix-room", tabindex: 0, role: "region", "aria-label": "Table of objectives" }, view.table), view.tray.box, view.titles, view.silent);
  return { update: () => updateMatrix(view) };
}

function updateMatrix(view) {
  const { state, shown } = view.app, asked = `${state.rows} ${state.sort} ${state.down}`;
  view.choice.querySelector("select").value = GROUPINGS.some(([rows]) => rows === state.rows) ? state.rows : "cities";
  if (shown !== view.shown || asked !== view.drawn) {
    Object.assign(view, { shown, drawn: asked, cells: cellsOf(view.app.model, state, shown) });
    drawMatrix(view);
  }
  markChosen(view);
}

function drawMatrix(view) {
  const { columns, rows, all } = view.cells, { sort, down } = view.app.state;
  const sorted = orderedRows(rows, sort, down), named = columns.filter(({ code }) => code !== NO_OBJECTIVE);
  const most = rows.reduce((found, row) => named.reduce((own, { code }) => Math.max(own, cellCount(row, code)), found), 1);
  view.table.replaceChildren(captionOf(view), headOf(view, columns, all), el("tbody", "", {}, ...sorted.map((row) => bodyRow(view, columns, row, most))));
  view.words.replaceChildren(...wordsOf(view));
  view.titles.lastChild.replaceChildren(el("ol", "", {}, ...columns.map((column) => titleItem(column, all))));
  fillSilent(view);
}

const groupingWords = (rows) => (GROUPINGS.find(([key]) => key === rows) || GROUPINGS[0])[1];

const captionOf = ({ app }) => el("caption", `Practices and pledges by objective of the Global Compact for Migration and by ${groupingWords(app.state.rows)}`, { class: "heard" });

function headOf(view, columns, all) {
  const names = el("tr", "", {}, sortCell(view, "name", "By name", "Name"), sortCell(view, "", "By number of things", "All"),
    ...columns.map(({ code, title }) => sortCell(view, code, code === NO_OBJECTIVE ? title : `Objective ${code}: ${title}`, code === NO_OBJECTIVE ? "…" : code, !cellCount(all, code))));
  const totals = el("tr", "", { class: "totals" }, el("th", all.name, { scope: "row" }), el("td", String(all.things.size), { class: "sum" }),
    ...columns.map((column) => cellOf(view, all, column, 0)));
  return el("thead", "", {}, names, totals);
}

function sortCell(view, sort, title, words, empty = false) {
  const { state } = view.app, open = sortKey(state.sort) === sort, falling = (sort === "name") === state.down;
  const made = button(words, () => view.app.go({ sort, down: open ? !state.down : false }), { title, "aria-label": empty ? `${title}; nobody` : title, class: "sorter" });
  return el("th", "", { scope: "col", class: empty ? "nobody" : "", "aria-sort": open ? (falling ? "descending" : "ascending") : null, "data-code": sort }, made);
}

// The address may name a column of the other table; here that is the order by total.
const sortKey = (sort) => (sort === "name" || sort === NO_OBJECTIVE || /^\d+$/.test(sort) ? sort : "");

function bodyRow(view, columns, row, most) {
  const name = row.node ? button(row.name, () => view.app.go({ at: row.node.key }), { class: "plain-button", title: row.name }) : el("span", row.name, { dir: "auto" });
  return el("tr", "", { "data-row": row.key }, el("th", "", { scope: "row" }, name), el("td", String(row.things.size), { class: "sum" }),
    ...columns.map((column) => cellOf(view, row, column, most)));
}

// The row of everything has no shades, so that they compare rows alone.
function cellOf(view, row, column, most) {
  const number = cellCount(row, column.code);
  if (!number) return el("td", most ? "" : "0", { class: most ? "empty" : "empty nobody" });
  const words = `${row.name}, ${columnWords(column)}: ${number}`;
  const made = button(String(number), (own) => openCell(view, row, column, own), { "aria-label": words, title: words });
  const things = [...new Set(row.cells.get(column.code).map(({ thing }) => thing.key))];
  return Object.assign(el("td", "", { class: `shade${most ? shadeOf(number, most) : 0}` }, made), { things });
}

const columnWords = ({ code, title }) => (code === NO_OBJECTIVE ? title : `objective ${code}`);

function openCell(view, row, column, origin) {
  const rows = row.cells.get(column.code).map((entry) => el("li", "", {}, button(entry.thing.name, () => view.app.go({ at: entry.thing.key })),
    el("span", ` ${entryWords(entry)}`), ...entry.fact.evidence.map((place) => el("span", whereSaid(place), { class: "where" }))));
  const title = column.code === NO_OBJECTIVE ? column.title : `Objective ${column.code}: ${column.title}`;
  view.tray.open(`${row.name} · ${title}`, rows, () => (origin.isConnected ? origin : null));
}

const entryWords = ({ code, action, title }) => (
  code === NO_OBJECTIVE ? title : `objective ${code}${action ? `, action (${action})` : ""}${title.endsWith("(secondary)") ? ", in second place" : ""}`);

function wordsOf({ cells: { things, bare, columns, all } }) {
  if (!things.length) return [el("p", "No practice or pledge is shown. Show practices and pledges in the legend, or take filters away.")];
  const named = columns.filter(({ code }) => code !== NO_OBJECTIVE), gaps = named.filter(({ code }) => !cellCount(all, code));
  const nobody = gaps.length ? `Nobody addresses ${gaps.length} of the ${named.length} objectives: ${gaps.map(({ code }) => code).join(", ")}. ` : "";
  return [
    el("p", `${nobody}${bare.length} of ${count(things.length, "practice, pledge or agenda", "practices, pledges and agendas")} ${bare.length === 1 ? "names" : "name"} no objective and ${bare.length === 1 ? "is" : "are"} not in the table.`, { class: "gaps" }),
    el("p", "An empty cell means that nothing is recorded, not that nothing is done. What two do together is in two rows and counts once in the row of everything.", { class: "soft" }),
  ];
}

function titleItem({ code, title }, all) {
  const number = cellCount(all, code);
  return el("li", `${code === NO_OBJECTIVE ? "…" : code}: ${title} · ${number || "nobody"}`, { class: number ? "" : "nobody-item" });
}

function fillSilent(view) {
  const { silent } = view.cells;
  view.silent.hidden = !silent.length;
  view.silent.replaceChildren(el("summary", `${count(silent.length, "more has", "more have")} practices or pledges, of which none names an objective`),
    el("ul", "", { class: "buttons" }, ...orderedRows(silent, "name", false).map((row) => el("li", "", {}, button(short(row.name, 60), () => view.app.go({ at: row.node.key }))))));
}

// The row of the selected place, and the cells in which the selected practice is.
function markChosen(view) {
  const { at } = view.app.state;
  for (const row of view.table.tBodies[0].rows) {
    row.classList.toggle("chosen", Boolean(at) && row.dataset.row === at);
    for (const cell of row.cells) cell.classList.toggle("holds", Boolean(at && cell.things && cell.things.includes(at)));
  }
}
