// The menu "Save": what is shown now, as files.

import { shownWords } from "../core/filterwords.js";
import { textMeasure } from "../drawing/strokes.js";
import { csvOf } from "../files/csv.js";
import { gexfOf } from "../files/gexf.js";
import { graphmlOf } from "../files/graphml.js";
import { drawingOf } from "../files/svg.js";
import { turtleOf } from "../files/turtle.js";
import { fileLook } from "../graph/figure.js";
import { mapFigure } from "../map/figure.js";
import { tableColumns } from "../table/columns.js";
import { button, el } from "../widgets/dom.js";
import { fileName, pngOf, saveFile } from "../widgets/saving.js";
import { figureOf, pictureName } from "./figure.js";

const PRINT_WIDE = 3000; // pixels: 25 cm at 300 dots to the inch

async function svgOf(app) {
  const { model, state, shown } = app, figure = state.tab === "map" ? await mapOf(app) : figureOf(model, state, shown);
  return drawingOf(model, state, figure, textMeasure(el("canvas").getContext("2d")));
}

async function mapOf(app) {
  const [d3, atlas] = await Promise.all([app.library("map"), app.library("atlas")]);
  return mapFigure(app, { d3, topojson: globalThis.topojson, atlas });
}

const graphText = (write, { model, state, shown }) => write(model, shown, fileLook(model, state, shown));
const tableText = (app, sheet, rows) => csvOf(tableColumns(app.model, sheet), rows);
const selectedNode = (app) => app.model.byKey.get(app.state.at);

const SAVED_FILES = [
  ["Picture", [
    ["PNG, 3,000 pixels wide", "PICTURE.png", "image/png", async (app) => pngOf(await svgOf(app), PRINT_WIDE)],
    ["SVG, for print and editing", "PICTURE.svg", "image/svg+xml", svgOf],
  ]],
  ["Tables", [
    ["Things as CSV", "things.csv", "text/csv;charset=utf-8", (app) => tableText(app, "things", app.shown.nodes)],
    ["Links with sources as CSV", "links.csv", "text/csv;charset=utf-8", (app) => tableText(app, "links", app.shown.links)],
  ]],
  ["Graph", [
    ["GEXF, for Gephi and Retina", "graph.gexf", "application/gexf+xml", (app) => graphText(gexfOf, app)],
    ["GraphML", "graph.graphml", "application/graphml+xml", (app) => graphText(graphmlOf, app)],
  ]],
];

export function savePanel(host, app) {
  const words = el("p", "", { class: "soft" }), selected = saveTurtle(app);
  const titles = SAVED_FILES.map(([title]) => el("h2", title));
  const lists = SAVED_FILES.map(([, files], at) => el("div", "", {}, titles[at], ...files.map((file) => saveButton(app, ...file))));
  const menu = el("details", "", { class: "save" }, el("summary", "Save"),
    el("div", "", { class: "save-files" }, words, ...lists, el("div", "", {}, el("h2", "Selected thing"), selected)));
  closeWhenLeft(menu);
  host.append(menu);
  return { update: () => {
    titles[0].textContent = `Picture of the ${pictureName(app.model, app.state)}`;
    words.textContent = `What is shown now: ${shownWords(app.model, app.state, app.shown)}`;
    selected.disabled = !selectedNode(app);
  } };
}

const saveButton = (app, words, name, type, make) => button(words, () => (
  saveMade(app, `citykg-${name.replace("PICTURE", pictureName(app.model, app.state))}`, type, make)), { dir: false });

const saveTurtle = (app) => button("Turtle", () => {
  const node = selectedNode(app);
  saveMade(app, fileName(node.key, "ttl"), "text/turtle", () => turtleOf(app.model, node));
}, { dir: false });

// A large picture takes a moment and may fail where there is no room for it; either way the reader is told.
async function saveMade(app, name, type, make) {
  try {
    saveFile(name, type, await make(app));
    app.say(`Saved ${name}`);
  } catch {
    app.say(`Could not make ${name}; choose fewer things, or another format`);
  }
}

function closeWhenLeft(menu) {
  const leave = () => { menu.open = false; };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    leave();
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) leave(); });
  menu.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !menu.contains(relatedTarget)) leave(); });
}
