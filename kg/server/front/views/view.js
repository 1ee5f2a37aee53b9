// A view of an answer, as YASR takes it: whether it can draw an answer, why not, the figure, the same as a table.

import { said, tableOf } from "./columns.js";
import { el, svg } from "./dom.js";
import { roving } from "./marking.js";
import { figureText } from "./saving.js";
import { counted } from "./scales.js";

// The most rows of the table below a figure.
const LISTED = 300, SAME = "The same as a table";

// `plan(table)` gives what is to be drawn, or { why } in one line; `paint(plan, host, width)` draws it into the host.
export function viewOf({ name, label, icon, plan, paint }) {
  return class {
    constructor(yasr) {
      Object.assign(this, { yasr, label, priority: 0, known: null, plan: null });
      yasr.on("drawn", () => explain(this, name));
    }

    canHandleResults() {
      const { results } = this.yasr;
      if (this.known !== results) Object.assign(this, { known: results, plan: results ? planOf(results, plan) : null });
      return Boolean(this.plan && !this.plan.why);
    }

    async draw() {
      this.destroy();
      this.canHandleResults();
      const host = el("div", { class: "view-figure" }), figure = el("figure", { class: `view view-${name}` }, host);
      this.yasr.resultsEl.append(figure);
      const done = await showFigure(paint, this.plan, host);
      figure.append(...asides(this.plan, done));
      this.watch = watchWidth(figure, host, () => showFigure(paint, this.plan, host));
      figure.addEventListener("redrawn", () => reachable(host));
      this.host = host;
    }

    destroy() {
      this.watch?.disconnect();
    }

    getIcon() {
      return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: "view-icon" }, svg("path", { d: icon }));
    }

    download(filename) {
      const drawn = this.host?.querySelector("svg.figure");
      if (!drawn) return undefined;
      const title = `Save the ${label.toLowerCase()} as SVG`;
      return { contentType: "image/svg+xml", title, filename: `${filename || name}.svg`, getData: () => figureText(drawn) };
    }
  };
}

function planOf(results, plan) {
  if (results.hasError() || results.getBoolean() !== undefined) return null;
  const rows = results.getBindings();
  if (!rows) return null;
  const table = tableOf(results.getVariables(), rows, results.getType() === "ttl");
  return { table, ...(rows.length ? plan(table) : { why: "there are no rows to draw" }) };
}

// What could not be had, as the script of the land, is the reason why there is no figure.
async function showFigure(paint, plan, host) {
  const done = await paint(plan, host, Math.max(host.clientWidth || 800, 280)).catch(({ message }) => ({ why: message }));
  reachable(host);
  return done || {};
}

const reachable = (host) => host.querySelectorAll("svg.figure").forEach(roving);

// What stands below a figure: what it leaves out, and all that it shows as a table.
function asides({ table, note }, { note: later, why }) {
  const lines = [why && `No figure: ${why}.`, note, later].filter(Boolean);
  return [...lines.map((line) => el("p", { class: why ? "view-why" : "view-note" }, line)), listOf(table)];
}

function listOf({ columns, rows }) {
  const head = el("tr", {}, ...columns.map(({ name }) => el("th", { scope: "col" }, name)));
  const body = rows.slice(0, LISTED).map((row) => el("tr", {}, ...columns.map(({ name }) => el("td", { dir: "auto" }, said(row[name])))));
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
  const frame = el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": SAME }, table);
  const more = `The first ${LISTED} of ${counted(rows.length, "row")}; the table view has all.`;
  const tail = rows.length > LISTED ? [el("p", { class: "view-note" }, more)] : [];
  return el("details", { class: "view-list" }, el("summary", {}, SAME), frame, ...tail);
}

// Where the reader has chosen this view and the answer is shown by another, one line says why.
function explain(view, name) {
  const { yasr, plan } = view;
  if (yasr.getSelectedPluginName() !== name || !plan?.why) return;
  yasr.fallbackInfoEl.replaceChildren(el("p", { class: "view-why" }, `No ${view.label.toLowerCase()}: ${plan.why}.`));
}

function watchWidth(figure, host, repaint) {
  let width = host.clientWidth;
  const watch = new ResizeObserver(() => {
    if (Math.abs(host.clientWidth - width) < 24 || !host.clientWidth) return;
    width = host.clientWidth;
    repaint();
  });
  watch.observe(figure);
  return watch;
}
