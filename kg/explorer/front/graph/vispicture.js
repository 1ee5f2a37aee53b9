// The picture of the graph on vis-network, which moves, zooms and drags; lines, marks and names are painted here.

import { textMeasure } from "../drawing/strokes.js";
import { pageColours } from "../widgets/colours.js";
import { lineAt, markAt } from "./hits.js";
import { looksOf, paintLines, paintMarks, paintNames } from "./painting.js";
import { frameOf } from "./scene.js";

const NOTHING = () => ({});
const OPTIONS = {
  physics: false, layout: { improvedLayout: false }, nodes: { shape: "custom", ctxRenderer: NOTHING, chosen: false },
  interaction: { hover: false, keyboard: false, multiselect: false, selectConnectedEdges: false },
};

export function visPicture(vis, host, app) {
  const marks = new vis.DataSet(), own = { given: new Map(), scene: null, looks: null, moving: 0, measure: null, placed: [] };
  const network = new vis.Network(host, { nodes: marks, edges: new vis.DataSet() }, OPTIONS);
  host.querySelector(".vis-network").removeAttribute("tabindex"); // the panels are for the keyboard
  network.on("beforeDrawing", (context) => own.scene && paintFrame(context, network, host, own));
  network.on("zoom", () => rememberMove(network, own));
  network.on("dragging", ({ nodes }) => (nodes.length ? keepPlaces(network, app, own, nodes) : rememberMove(network, own)));

  function take(scene) {
    Object.assign(own, { scene, looks: looksOf(app.model, app.state, scene, pageColours(host)) });
    giveMarks(marks, own);
    network.redraw();
  }

  const frame = () => ({ ...own, scale: network.getScale() }), placeOf = (point) => network.DOMtoCanvas(point);
  return {
    network, take, hear: (event, action) => hearVis(network, event, action),
    nodeAt: (point) => markAt(frame(), placeOf(point), point), linkAt: (point) => lineAt(frame(), placeOf(point)),
    fit: (nodes) => showAll(network, host, own, nodes), isSeen: (nodes) => anySeen(network, host, own, nodes),
    zoom: (factor) => network.moveTo({ scale: Math.max(0.005, Math.min(8, network.getScale() * factor)) }),
  };
}

function paintFrame(context, network, host, own) {
  const window = { width: host.clientWidth, height: host.clientHeight };
  const frame = { ...own, scale: network.getScale(), middle: network.getViewPosition(), window };
  own.measure ||= textMeasure(context);
  paintLines(context, frame);
  paintMarks(context, frame);
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  own.placed = paintNames(context, frame, own.measure);
  context.restore();
}

// Gives vis-network what is new or stands elsewhere, and takes what is gone.
function giveMarks(marks, { given, scene: { nodes }, looks }) {
  const now = new Map(nodes.map((node) => [node.number, markRow(node, looks)]));
  marks.remove([...given.keys()].filter((number) => !now.has(number)));
  marks.update([...now.values()].filter((row) => given.get(row.id)?.said !== row.said));
  given.clear();
  for (const [number, row] of now) given.set(number, row);
}

function markRow(node, looks) {
  const { x, y } = looks.spot(node), size = looks.radius(node);
  return { id: node.number, x, y, size, said: `${x} ${y} ${size}` };
}

// While the picture moves its many lines may be left out; they come back when it rests.
function rememberMove(network, own) {
  clearTimeout(own.moving);
  own.moving = setTimeout(() => {
    own.moving = 0;
    network.redraw();
  }, 200);
}

function keepPlaces(network, app, own, numbers) {
  const moved = Object.entries(network.getPositions(numbers));
  for (const [number, { x, y }] of moved) Object.assign(own.looks.spot(app.model.nodes[number]), { x, y });
}

function showAll(network, host, { looks }, nodes) {
  const { x, y, scale } = frameOf(nodes.map((node) => ({ ...placeOnly(looks.spot(node)), radius: looks.radius(node) })), sizeOfHost(host));
  network.moveTo({ position: { x, y }, scale });
}

function anySeen(network, host, { looks }, nodes) {
  const { width, height } = sizeOfHost(host);
  return nodes.some((node) => {
    const { x, y } = network.canvasToDOM(looks.spot(node));
    return x >= 0 && y >= 0 && x <= width && y <= height;
  });
}

// Clicks with the point of the window; "move" when the picture is zoomed or dragged.
function hearVis(network, event, action) {
  if (event !== "move") return network.on(event, ({ pointer: { DOM } }) => action(DOM));
  return ["zoom", "dragging"].forEach((name) => network.on(name, action));
}

const placeOnly = ({ x, y }) => ({ x, y });
const sizeOfHost = (host) => ({ width: host.clientWidth, height: host.clientHeight });
