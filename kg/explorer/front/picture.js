// The picture of the graph on vis-network, which moves, zooms and drags; lines, marks and names are painted here.

import { textMeasure, farFromLine } from "./strokes.js";
import { looksOf, paintLines, paintMarks, paintNames, seenRadius } from "./painting.js";
import { pageColours } from "./colours.js";
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

  return {
    network, take, nodeAt: (point) => markAt(network, own, point), linkAt: (point) => lineAt(network, own, point),
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

// The foremost mark under a point of the window, or that whose name is there, or one close by.
function markAt(network, { scene, looks, placed }, point) {
  const { x, y } = network.DOMtoCanvas(point), scale = network.getScale();
  const far = (node, spot = looks.spot(node)) => Math.hypot(spot.x - x, spot.y - y) - seenRadius(looks, node, scale);
  const under = scene.nodes.find((node) => far(node) <= 0);
  const named = under ? null : placed.find((name) => isWithin(point, name))?.mark.node;
  return under || named || scene.nodes.find((node) => far(node) <= 4 / scale) || null;
}

const isWithin = (point, { x, y, width, height }) => point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;

// The nearest line within a few pixels; among many lines nobody could say which one is meant.
function lineAt(network, { scene, looks }, point) {
  const place = network.DOMtoCanvas(point), scale = network.getScale();
  if (!looks.isFew) return null;
  let best = null, least = 5 / scale;
  for (const link of scene.stepped ? scene.close : scene.links) {
    const far = farFromLine(place, looks.spot(link.from), looks.spot(link.to), looks.bends.get(link) || 0);
    if (far < least) [best, least] = [link, far];
  }
  return best;
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

const placeOnly = ({ x, y }) => ({ x, y });
const sizeOfHost = (host) => ({ width: host.clientWidth, height: host.clientHeight });
