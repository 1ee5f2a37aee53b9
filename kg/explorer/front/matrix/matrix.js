// The table of objectives: who addresses which, and what nobody does.

import { count, short } from "../core/text.js";
import { button, chooser, el } from "../widgets/dom.js";
import { placesOf } from "../widgets/evidence.js";
import { listTray } from "../widgets/tray.js";
import { GROUPINGS, NO_OBJECTIVE, cellCount, cellsOf, isObjective, orderedRows, shadeOf } from "./cells.js";

export function matrixView(host, app) {
  const view = { app, shown: null, drawn: "", cells: null, table: el("table"), tray: listTray("List of a cell") };
  view.words = el("div", "", { class: "matrix-words" });
  view.choice = chooser("Rows by ", GROUPINGS, app.state.rows, (rows) => app.go({ rows }), { id: "rows" });
  view.silent = el("details", "", { class: "folded" });
  view.titles = el("details", "", { class: "folded" }, el("summary", "The titles of the objectives"), el("ol"));
  const attributes = { class: "matrix-room", tabindex: 0, role: "region", "aria-label": "Table of objectives" };
  const room = el("div", "", attributes, view.table);
  const heading = el("h2", "Objectives: who addresses what, and the gaps");
  host.append(heading, view.choice, view.words, room, view.tray.box, view.titles, view.silent);
  return { update: () => updateMatrix(view) };
}

function updateMatrix(view) {
  const { state, shown, model } = view.app, asked = `${state.rows} ${state.sort} ${state.down}`;
  if (shown !== view.shown || asked !== view.drawn) {
    if (shown !== view.shown) view.tray.shut();
    Object.assign(view, { shown, drawn: asked, cells: cellsOf(model, state, shown) });
    drawMatrix(view);
  }
  markHolding(view);
}

function drawMatrix(view) {
  const { columns, rows, all } = view.cells, { sort, down } = view.app.state, held = heldSorter(view);
  const named = columns.filter(({ code }) => code !== NO_OBJECTIVE);
  const most = rows.reduce((found, row) => named.reduce((own, { code }) => Math.max(own, cellCount(row, code)), found), 1);
  const body = el("tbody", "", {}, ...orderedRows(rows, sort, down).map((row) => matrixRow(view, columns, row, most)));
  view.choice.querySelector("select").value = groupingOf(view.app)[0];
  view.table.replaceChildren(matrixCaption(view), matrixHead(view, columns, all), body);
  view.words.replaceChildren(...gapWords(view.cells));
  view.titles.lastChild.replaceChildren(...columns.map((column) => titleItem(column, all)));
  fillSilent(view);
  if (held !== null) view.table.querySelector(`[data-code="${held}"] button`)?.focus();
}

// The header that sorted keeps the focus, though it is drawn anew.
const heldSorter = ({ table }) => (
  table.contains(document.activeElement) ? document.activeElement.parentElement.dataset.code ?? null : null);

const groupingOf = ({ state }) => GROUPINGS.find(([key]) => key === state.rows) || GROUPINGS[0];

const matrixCaption = ({ app }) => el("caption",
  `Practices and pledges by objective of the Global Compact for Migration and by ${groupingOf(app)[1]}`, { class: "heard" });

function matrixHead(view, columns, all) {
  const sorters = columns.map((each) => sortCell(view, each.code, columnTitle(each), columnName(each), !cellCount(all, each.code)));
  const names = el("tr", "", {}, sortCell(view, "name", "By name", "Name"), sortCell(view, "", "By number of things", "All"), ...sorters);
  const name = el("th", all.name, { scope: "row" }), sum = el("td", String(all.things.size), { class: "sum" });
  const totals = el("tr", "", { class: "totals" }, name, sum,
    ...columns.map((column) => matrixCell(view, all, column, 0)));
  return el("thead", "", {}, names, totals);
}

const columnTitle = ({ code, title }) => (code === NO_OBJECTIVE ? title : `Objective ${code}: ${title}`);
const columnName = ({ code }) => (code === NO_OBJECTIVE ? "…" : code);

// The address may name a column of the other table; here that is the order by total.
function sortCell(view, sort, title, words, empty = false) {
  const { state } = view.app, known = state.sort === "name" || isObjective(state.sort) ? state.sort : "", open = known === sort;
  const turn = open ? ((sort === "name") === state.down ? "descending" : "ascending") : null;
  const press = () => view.app.go({ sort, down: open ? !state.down : false });
  const made = button(words, press, { title, "aria-label": empty ? `${title}; nobody` : title, class: "sorter" });
  return el("th", "", { scope: "col", class: empty ? "nobody" : null, "aria-sort": turn, "data-code": sort }, made);
}

function matrixRow(view, columns, row, most) {
  const press = () => view.app.go({ at: row.node.key });
  const name = row.node ? button(row.name, press, { class: "plain-button", title: row.name }) : el("span", row.name, { dir: "auto" });
  return el("tr", "", { "data-row": row.key }, el("th", "", { scope: "row" }, name), el("td", String(row.things.size), { class: "sum" }),
    ...columns.map((column) => matrixCell(view, row, column, most)));
}

// The row of everything has no shades, so that they compare rows alone.
function matrixCell(view, row, column, most) {
  const number = cellCount(row, column.code);
  if (!number) return el("td", most ? "" : "0", { class: most ? null : "nobody" });
  const words = `${row.name}, ${column.code === NO_OBJECTIVE ? column.title : `objective ${column.code}`}: ${number}`;
  const made = el("td", "", { class: `shade${shadeOf(number, most || number) * Math.sign(most)}` },
    button(String(number), (own) => openCell(view, row, column, own), { "aria-label": words, title: words }));
  return Object.assign(made, { things: new Set(row.cells.get(column.code).map(({ thing }) => thing.key)) });
}

function openCell(view, row, column, origin) {
  const choose = ({ name, key }) => button(name, () => view.app.go({ at: key }));
  const rows = row.cells.get(column.code)
    .map((entry) => el("li", "", {}, choose(entry.thing), el("span", ` ${entryWords(entry)} `), ...placesOf(entry.fact)));
  view.tray.open(`${row.name} · ${columnTitle(column)}`, rows, () => (origin.isConnected ? origin : null));
}

function entryWords({ code, action, title, fact }) {
  if (code === NO_OBJECTIVE) return title;
  return `objective ${code}${action ? `, action (${action})` : ""}${fact.text.endsWith("(secondary)") ? ", in second place" : ""}`;
}

const EMPTY_WORDS = "An empty cell means that nothing is recorded, not that nothing is done.";

// What is not in the table, before it is read.
function gapWords({ things, bare, columns, all }) {
  if (!things.length) return [el("p", "No practice or pledge is shown. Show practices and pledges in the legend, or take filters away.")];
  const named = columns.filter(({ code }) => code !== NO_OBJECTIVE),
    gaps = named.map(({ code }) => code).filter((code) => !cellCount(all, code));
  const nobody = gaps.length ? `Nothing that is shown names ${gaps.length} of the ${named.length} objectives: ${gaps.join(", ")}. ` : "";
  const whole = count(things.length, "practice, pledge or agenda", "practices, pledges and agendas");
  const one = bare.length === 1, left = `${bare.length} of ${whole}`;
  return [
    el("p", `${nobody}${left} ${one ? "names no objective and is" : "name no objective and are"} not in the table.`, { class: "gaps" }),
    el("p", `${EMPTY_WORDS} What two do together is in two rows and counts once in the row of everything.`, { class: "soft" }),
  ];
}

function titleItem(column, all) {
  const number = cellCount(all, column.code);
  return el("li", `${columnName(column)}: ${column.title} · ${number || "nothing shown"}`, { class: number ? null : "nobody-item" });
}

function fillSilent(view) {
  const { silent } = view.cells, item = (row) => el("li", "", {}, button(short(row.name, 60), () => view.app.go({ at: row.node.key })));
  view.silent.hidden = !silent.length;
  view.silent.replaceChildren(
    el("summary", `${count(silent.length, "more has", "more have")} practices or pledges, of which none names an objective`),
    el("ul", "", { class: "buttons" }, ...orderedRows(silent, "name", false).map(item)));
}

// The row of the selected place, and the cells in which the selected practice is.
function markHolding(view) {
  const { at } = view.app.state, [body] = view.table.tBodies;
  for (const row of [...view.table.tHead.rows, ...body.rows]) {
    row.classList.toggle("chosen", Boolean(at) && row.dataset.row === at);
    for (const cell of row.cells) cell.classList.toggle("holds", Boolean(at && cell.things && cell.things.has(at)));
  }
}
