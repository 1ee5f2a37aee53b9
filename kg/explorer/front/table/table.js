// The table of what is shown: any column sorts, a name selects, pages of fifty rows.

import { sameField } from "../core/state.js";
import { count, numeral } from "../core/text.js";
import { csvOf } from "../files/csv.js";
import { button, chooser, el, tick } from "../widgets/dom.js";
import { saveFile } from "../widgets/saving.js";
import { tableColumns, matchingRows, sortedRows } from "./columns.js";

const TABLE_PAGE = 50; // rows at a time, so that twelve thousand are as quick as twelve
const LONG_CELL = 48; // letters of a cell that are more than two lines
const SHORT_CELL = 26; // letters that stay on one line

export function tableView(host, app) {
  const at = { rows: [], columns: [], page: 0 }, tools = tableTools(app, at, draw);
  const table = el("table"), region = el("div", "", { class: "table-region", role: "region", "aria-label": "Table", tabindex: 0 }, table);
  host.append(tools.element, region);

  function draw() {
    const body = el("tbody", "", {}, ...pageRows(at).map((row) => tableLine(app, at, row)));
    table.replaceChildren(tableCaption(app, at), tableHead(app, at), body);
    tools.update();
  }

  function update(before) {
    const moved = !before || before.state.at !== app.state.at;
    if (!before || before.shown !== app.shown || TABLE_FIELDS.some((name) => !sameField(before.state[name], app.state[name]))) {
      Object.assign(at, { ...tableRows(app), page: 0 });
      turnTo(app, at, () => {});
      draw();
    } else if (moved && !pageRows(at).some((row) => isChosen(app, row))) turnTo(app, at, draw);
    markTableRows(app, at, table, moved);
  }
  return { update };
}

const TABLE_FIELDS = ["sheet", "sort", "down", "words", "columns"];

function tableRows({ model, state, shown }) {
  const all = tableColumns(model, state.sheet), first = all[0].key;
  const rows = matchingRows(model, state.sheet, isLinks(state) ? shown.links : shown.nodes, state.words);
  const column = all.find(({ key }) => key === state.sort) || all[0];
  const usual = all.filter((each) => !each.extra && rows.some((row) => each.value(row) !== ""));
  const columns = state.columns.length ? all.filter(({ key }) => key === first || state.columns.includes(key)) : usual;
  return { all, columns, rows: sortedRows(rows, column, state.down), sorted: column.key };
}

const isLinks = ({ sheet }) => sheet === "links";
const pageRows = ({ rows, page }) => rows.slice(page * TABLE_PAGE, (page + 1) * TABLE_PAGE);
const pagesOf = ({ rows }) => Math.max(1, Math.ceil(rows.length / TABLE_PAGE));
const isChosen = ({ state: { at } }, row) => at !== "" && (row.from ? row.from.key === at || row.to.key === at : row.key === at);

// Opens the page on which the selected thing first stands, where it is in the table.
function turnTo(app, at, action) {
  const found = at.rows.findIndex((row) => isChosen(app, row));
  if (found < 0) return;
  at.page = Math.floor(found / TABLE_PAGE);
  action();
}

function markTableRows(app, at, table, moved) {
  const rows = pageRows(at);
  [...table.tBodies[0].rows].forEach((element, number) => {
    if (isChosen(app, rows[number])) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  });
  const chosen = moved && table.querySelector("tr[aria-current]");
  if (chosen) showRow(table.parentElement, chosen, table.tHead.offsetHeight);
}

// A row that is not wholly seen comes below the heads that stay at the top; nothing but the table is moved. Behind the heads
// stands a row whose names they hide wholly, for half a name cannot be pressed.
function showRow(region, row, head) {
  const area = region.getBoundingClientRect(), box = row.getBoundingClientRect();
  if (box.top >= area.top + head && box.bottom <= area.bottom) return;
  let above = row.previousElementSibling;
  while (above && namesReach(above) > head) above = above.previousElementSibling;
  region.scrollTop += above ? above.getBoundingClientRect().top - area.top : box.top - area.top - head;
}

// From the top of a row to the bottom of the names in it, in pixels.
function namesReach(row) {
  const { top } = row.getBoundingClientRect();
  return Math.max(0, ...[...row.querySelectorAll("button")].map((name) => name.getBoundingClientRect().bottom - top));
}

function tableCaption({ state }, { rows, page }) {
  const said = [page * TABLE_PAGE + 1, Math.min((page + 1) * TABLE_PAGE, rows.length), rows.length].map(numeral);
  const [first, last, all] = said;
  const what = isLinks(state) ? "Links" : "Things";
  return el("caption", rows.length ? `${what} ${first} to ${last} of ${all}` : "Nothing fits what is chosen.");
}

function tableHead(app, { columns, sorted }) {
  const { down } = app.state;
  return el("thead", "", {}, el("tr", "", {}, ...columns.map(({ key, words, number }) => {
    const own = key === sorted, turn = own ? (down ? "descending" : "ascending") : null;
    const press = button(words, () => sortTable(app, key, own ? !down : number), { dir: false, class: "thing" });
    return el("th", "", { scope: "col", "aria-sort": turn, class: number ? "number" : null, "data-column": key }, press);
  })));
}

// Numbers begin with the largest; the button keeps the focus though the table is drawn anew.
function sortTable(app, key, down) {
  app.go({ sort: key === firstKey(app) && !down ? "" : key, down });
  const head = document.querySelector(`.table-region [data-column="${CSS.escape(key)}"] button`);
  head?.focus();
  app.say(`Sorted by ${head?.textContent || key}, ${down ? "descending" : "ascending"}`);
}

const firstKey = ({ model, state }) => tableColumns(model, state.sheet)[0].key;

function tableLine(app, { columns }, row) {
  return el("tr", "", {}, ...columns.map((column, number) => {
    const value = column.value(row), other = namedBy(column, row);
    const inner = other ? button(value, () => app.go({ at: other.key }), { class: "plain-button thing" }) : cellText(shownNumber(value));
    return el(number ? "td" : "th", "", {
      class: column.number ? "number" : !other && value.length < SHORT_CELL ? "line" : null,
      dir: column.number ? null : "auto", scope: number ? null : "row" }, inner);
  }));
}

// The thing that a cell names, which is then a button.
const namedBy = ({ key }, row) => ({ name: row, from: row.from, to: row.to }[key] || null);

// Long words are cut to a few lines by the style; the whole stands in the details, and where the mouse rests.
const cellText = (text) => (text.length > LONG_CELL ? el("span", text, { class: "long", title: text }) : text);

// Four digits are enough to read; files have all of them.
const shownNumber = (value) => (
  typeof value !== "number" || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))));

function tableTools(app, at, draw) {
  const sheet = chooser("Show", [["things", "Things"], ["links", "Links"]], app.state.sheet,
    (chosen) => app.go({ sheet: chosen, sort: "", down: false, columns: [] }));
  const words = el("input", "", { type: "search", "aria-label": "Find in the table", placeholder: "Find in the table", dir: "auto" });
  words.addEventListener("input", () => app.go({ words: words.value }, { replace: true }));
  const turn = (step) => button(step < 0 ? "Previous" : "Next", () => turnPage(app, at, step, draw), { dir: false });
  const back = turn(-1), next = turn(1), place = el("span", "", { class: "soft" });
  const columns = columnChooser(app, at);
  const save = button("Save as CSV", () => saveTable(app, at), { dir: false });
  const update = () => {
    sheet.querySelector("select").value = app.state.sheet;
    if (words.value !== app.state.words) words.value = app.state.words;
    place.textContent = `Page ${at.page + 1} of ${pagesOf(at)}`;
    [back.disabled, next.disabled] = [at.page === 0, at.page >= pagesOf(at) - 1];
    columns.update();
  };
  const pager = el("span", "", { class: "pager" }, back, place, next), named = { role: "group", "aria-label": "Table tools" };
  return { element: el("div", "", { class: "table-tools", ...named }, sheet, words, columns.element, save, pager), update };
}

function turnPage(app, at, step, draw) {
  at.page += step;
  draw();
  app.say(`Page ${at.page + 1} of ${pagesOf(at)}`);
}

function saveTable(app, { columns, rows }) {
  const name = `citykg-${app.state.sheet}.csv`;
  saveFile(name, "text/csv;charset=utf-8", csvOf(columns, rows));
  app.say(`Saved ${count(rows.length, "row")} in ${name}`);
}

function columnChooser(app, at) {
  const list = el("div", "", { class: "column-list" }), element = el("details", "", { class: "columns" }, el("summary", "Columns"), list);
  let drawn = "";
  const choose = (key, on) => {
    const keys = at.columns.map((each) => each.key);
    app.go({ columns: on ? [...keys, key] : keys.filter((each) => each !== key) });
  };
  const update = () => {
    const keys = at.columns.map(({ key }) => key).join(" "), now = `${app.state.sheet} ${keys}`;
    if (now === drawn) return;
    const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
    drawn = now;
    const ticks = at.all.slice(1)
      .map((each) => tick(each.words, at.columns.includes(each), (on) => choose(each.key, on), { value: each.key }));
    list.replaceChildren(...ticks, button("The usual columns", () => app.go({ columns: [] }), { dir: false }));
    if (focused) list.querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
  };
  return { element, update };
}
