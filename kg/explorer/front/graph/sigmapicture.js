// The picture of a graph of many thousand things on sigma: marks and lines by WebGL, names as everywhere.

import { mixedColour } from "../drawing/looks.js";
import { textMeasure } from "../drawing/strokes.js";
import { pageColours } from "../widgets/colours.js";
import { el } from "../widgets/dom.js";
import { lineAt, markAt } from "./hits.js";
import { looksOf, paintNames, paintRings } from "./painting.js";
import { frameOf } from "./scene.js";
import { shapeNumber, shapeProgram } from "./sigmashapes.js";

const TINIEST = 2.2, GROWN = 1.5, FAINT = 0.3, STEPPED = 0.1, SMALLEST_FRAME = 400;

// Whether this browser and machine draw by WebGL.
export function hasWebGL() {
  try {
    const canvas = el("canvas");
    return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
  } catch {
    return false;
  }
}

export function sigmaPicture({ Sigma, graphology }, host, app) {
  const own = { scene: null, looks: null, places: null, rows: [], lines: [], placed: [] };
  const graph = wholeGraph(graphology, app.model), sigma = new Sigma(graph, host, {
    ...sigmaSettings(Sigma), edgeReducer: (key) => ({ hidden: true, ...own.lines[key] }),
    nodeReducer: (key, place) => ({ ...place, hidden: true, ...own.rows[key] }) }); // a copy, since sigma changes it
  sigma.setCustomBBox(wholeFrame(sigma.getBBox())).refresh(); // the whole is the frame of every view
  const names = el("canvas", "", { class: "names", "aria-hidden": "true" }), camera = sigma.getCamera();
  host.append(names);
  const at = () => sigmaFrame(sigma, camera, own, host);
  sigma.on("afterRender", () => own.scene && writeNamesAbove(names, own, at()));

  function take(scene) {
    Object.assign(own, { scene, looks: looksOf(app.model, app.state, scene, pageColours(host)) });
    own.looks.base = baseScale(sigma);
    movePlaces(graph, own, app.model);
    own.rows = markRows(own, app);
    own.lines = lineRows(own, app);
    sigma.resize();
    sigma.refresh();
  }

  const graphPoint = (point) => flipped(sigma.viewportToGraph(point));
  return {
    take, graph, sigma, nodeAt: (point) => markAt(at(), graphPoint(point), point), linkAt: (point) => lineAt(at(), graphPoint(point)),
    fit: (nodes) => fitSigma(sigma, camera, own, host, nodes), zoom: (factor) => camera.setState({ ratio: camera.ratio / factor }),
    isSeen: (nodes) => nodes.some((node) => isInWindow(sigma.graphToViewport(flipped(own.looks.spot(node))), host)),
    hear: (event, action) => hearSigma(sigma, camera, event, action),
  };
}

const flipped = ({ x, y }) => ({ x, y: -y });
// Of a few things the frame is wider than they are, so that they are not drawn larger than they should be.
function wholeFrame({ x, y }) {
  const widened = ([from, to]) => {
    const middle = (from + to) / 2;
    return [Math.min(from, middle - SMALLEST_FRAME), Math.max(to, middle + SMALLEST_FRAME)];
  };
  return { x: widened(x), y: widened(y) };
}

const isInWindow = ({ x, y }, { clientWidth, clientHeight }) => x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight;

const sigmaSettings = (Sigma) => ({
  renderLabels: false, renderEdgeLabels: false, allowInvalidContainer: true, zIndex: true, enableCameraRotation: false, stagePadding: 0,
  defaultNodeType: "shaped", nodeProgramClasses: { shaped: shapeProgram(Sigma) },
  defaultDrawNodeHover: () => {}, doubleClickZoomingRatio: 1, defaultEdgeType: "line",
  edgeProgramClasses: { line: Sigma.rendering.EdgeLineProgram }, minCameraRatio: 0.002, maxCameraRatio: 20,
});

// All things and links once; what is shown of them, and how, is asked with every change.
function wholeGraph({ MultiDirectedGraph }, { nodes, links }) {
  const graph = new MultiDirectedGraph();
  for (const { number, x, y } of nodes) graph.addNode(number, { x, y: -y });
  for (const { number, from, to } of links) graph.addDirectedEdgeWithKey(number, from.number, to.number);
  return graph;
}

// Sigma takes places from the graph alone; they change when a view is laid out anew, and when it is left.
function movePlaces(graph, own, { nodes }) {
  if (own.places === own.scene.places) return;
  const { places } = own.scene;
  own.places = places;
  graph.updateEachNodeAttributes((key) => flipped(places?.get(nodes[key]) || nodes[key]), { attributes: ["x", "y"] });
}

// Marks in front have a higher z; what steps back takes the colour of the page.
function markRows({ scene, looks }, { model }) {
  const rows = new Array(model.nodes.length), { paper } = looks.colours;
  scene.nodes.forEach((node) => {
    const isNear = scene.near.has(node), isBack = scene.stepped && !isNear, colour = looks.colour(node);
    rows[node.number] = {
      size: pixelsOf(looks, node), type: "shaped", shape: shapeNumber(looks.shape(node)),
      hidden: false, color: isBack ? mixedColour(colour, paper, STEPPED * 1.5) : colour, zIndex: isNear ? 2 : isBack ? 0 : 1,
    };
  });
  return rows;
}

function lineRows({ scene, looks }, { model, state }) {
  const rows = new Array(model.links.length), { edge, ink, paper } = looks.colours;
  const onPaper = (colour, share) => mixedColour(colour, paper, share);
  const far = onPaper(edge, scene.stepped ? STEPPED : FAINT), undated = onPaper(edge, STEPPED), near = onPaper(ink, 0.7);
  const colourOfLink = (link) => (state.year && !link.start && !link.end ? undated : far); // sigma knows no dashes
  for (const link of scene.far) rows[link.number] = { hidden: false, color: colourOfLink(link), size: 1, zIndex: 0 };
  for (const link of scene.close) rows[link.number] = { hidden: false, color: near, size: 1, zIndex: 1 };
  return rows;
}

// The radius of a mark in pixels before the reader zooms; sigma's marks grow more slowly than the picture does.
const pixelsOf = (looks, node) => Math.max(TINIEST, looks.radius(node) * looks.base * GROWN);

// Pixels of the window per unit of the layout, as the camera stands at first.
function baseScale(sigma) {
  const cameraState = { x: 0.5, y: 0.5, ratio: 1, angle: 0 }, [zero, one] = [{ x: 0, y: 0 }, { x: 1000, y: 0 }];
  return (sigma.graphToViewport(one, { cameraState }).x - sigma.graphToViewport(zero, { cameraState }).x) / 1000 || 1;
}

// A frame as paintings and hits know it.
function sigmaFrame(sigma, camera, { scene, looks, placed }, { clientWidth: width, clientHeight: height }) {
  const scale = looks.base / camera.ratio, middle = flipped(sigma.viewportToGraph({ x: width / 2, y: height / 2 }));
  const radius = (node) => pixelsOf(looks, node) / Math.sqrt(camera.ratio) / scale;
  return { scene, placed, scale, middle, looks: { ...looks, radius }, window: { width, height } };
}

function writeNamesAbove(canvas, own, frame) {
  const { width, height } = frame.window, fine = window.devicePixelRatio || 1, context = canvas.getContext("2d");
  canvas.width = Math.round(width * fine);
  canvas.height = Math.round(height * fine);
  context.setTransform(fine, 0, 0, fine, 0, 0);
  context.clearRect(0, 0, width, height);
  own.measure ||= textMeasure(context);
  paintRings(context, frame);
  own.placed = paintNames(context, frame, own.measure);
}

function fitSigma(sigma, camera, { looks }, host, nodes) {
  const boxes = nodes.map((node) => ({ x: looks.spot(node).x, y: looks.spot(node).y, radius: looks.radius(node) }));
  const { x, y, scale } = frameOf(boxes, { width: host.clientWidth, height: host.clientHeight });
  const middle = sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y: -y }));
  camera.setState({ x: middle.x, y: middle.y, ratio: looks.base / scale });
}

const SIGMA_EVENTS = { click: ["clickNode", "clickStage"], doubleClick: ["doubleClickNode", "doubleClickStage"] };

function hearSigma(sigma, camera, event, action) {
  if (event === "move") return camera.on("updated", action);
  for (const name of SIGMA_EVENTS[event]) {
    sigma.on(name, ({ event: where, preventSigmaDefault }) => {
      preventSigmaDefault?.();
      action({ x: where.x, y: where.y });
    });
  }
  return sigma;
}
