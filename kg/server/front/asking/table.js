// The answer as a table: sorted by a column, filtered by words, so many rows at a time.

import { pageOf } from "./pages.js";
import { cellOf, filteredRows, sortedRows } from "./rows.js";

const STEP = 200;

// The view as YASR takes it; kinds of things in `lacking` have no page to link to.
export function tableView(lacking) {
  class Table {
    constructor(yasr) {
      Object.assign(this, { yasr, priority: 10, label: "Table", state: { column: -1, down: false, filter: "", most: STEP } });
    }

    canHandleResults() {
      return (this.yasr.results?.getVariables() || []).length > 0;
    }

    getIcon() {
      return icon("M1 2h14v12H1zM1 6h14M1 10h14M6 2v12");
    }

    download(name = "answer") {
      return { getData: () => this.yasr.results?.asCsv() || "", contentType: "text/csv", title: "Save as CSV", filename: `${name}.csv` };
    }

    draw() {
      const { results } = this.yasr, names = results.getVariables(), prefixes = this.yasr.getPrefixes();
      const rows = results.getBindings().map((row) => names.map((name) => cellOf(row[name], prefixes)));
      this.state = { ...this.state, column: Math.min(this.state.column, names.length - 1), most: STEP };
      drawTable(this.yasr.resultsEl, names, rows, this.state, lacking);
    }
  }
  return { name: "table", class: Table };
}

function drawTable(place, names, rows, state, lacking) {
  const filter = made("input", { type: "search", placeholder: "Filter the rows", value: state.filter });
  const count = made("span", { className: "soft" }), body = made("tbody"), more = made("button", { type: "button" });
  const heads = names.map((name, column) => headOf(name, () => sortBy(column)));
  filter.setAttribute("aria-label", "Filter the rows");
  filter.addEventListener("input", () => update({ filter: filter.value, most: STEP }));
  more.addEventListener("click", () => update({ most: state.most + STEP }));
  const bar = made("div", { className: "table-bar" }, [filter, count]);
  const table = made("table", { className: "answer" }, [made("thead", {}, [made("tr", {}, heads)]), body]);
  const frame = made("div", { className: "wide", tabIndex: 0 }, [table]);
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Answer");
  place.append(bar, frame, more);
  update({});

  function sortBy(column) {
    update({ column, down: state.column === column && !state.down });
  }

  function update(changes) {
    Object.assign(state, changes);
    const kept = sortedRows(filteredRows(rows, state.filter), state.column, state.down);
    body.replaceChildren(...kept.slice(0, state.most).map((row) => made("tr", {}, row.map((cell) => cellElement(cell, lacking)))));
    heads.forEach((head, column) => head.setAttribute("aria-sort", sortWord(state, column)));
    count.textContent = countWords(kept.length, rows.length);
    more.textContent = `Show ${Math.min(STEP, kept.length - state.most)} more`;
    more.hidden = kept.length <= state.most;
  }
}

function countWords(kept, all) {
  return kept < all ? `${kept} of ${all} rows` : `${all} ${all === 1 ? "row" : "rows"}`;
}

function sortWord(state, column) {
  if (state.column !== column) return "none";
  return state.down ? "descending" : "ascending";
}

function headOf(name, act) {
  const button = made("button", { type: "button", textContent: name });
  button.addEventListener("click", act);
  return made("th", { scope: "col" }, [button]);
}

function cellElement({ text, language, number, iri }, lacking) {
  const title = language && `in the language ${language}`;
  const cell = made("td", { className: number ? "number" : "", title }, [linked(text, iri, lacking)]);
  if (!language || language === "en") return cell;
  cell.lang = language;
  cell.append(" ", made("span", { className: "language", textContent: language }));
  return cell;
}

// Only addresses of the web and pages of this site are links.
function linked(text, iri, lacking) {
  const page = pageOf(iri, lacking), address = page || (/^https?:\/\//.test(iri) ? iri : "");
  return address ? made("a", { href: address, title: iri, textContent: text, rel: page ? "" : "noreferrer" }) : text;
}

function icon(path) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg"), line = document.createElementNS(drawn.namespaceURI, "path");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  drawn.append(line);
  return drawn;
}

function made(tag, values = {}, children = []) {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...children);
  return element;
}
