// Things and the links between them: of a graph's triples, or of rows with two or more columns of things.

import { columnsOf, keyOf, nameFor } from "./columns.js";
import { svg, words } from "./dom.js";
import { lookedUp } from "./lookup.js";
import { mark, pageFor } from "./marking.js";
import { named } from "./naming.js";
import { figureOf } from "./plots.js";
import { counted, scaleOf, shortened } from "./scales.js";
import { layOut } from "./springs.js";
import { viewOf } from "./view.js";

const MOST_NODES = 250, MOST_LINKS = 800, LINKS_NAMED = 40, LEGEND = 20;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label", TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const KINDS = ["city", "network", "instrument", "organisation", "practice"], OTHER = "other";
const NO_LINKS = "a graph needs two columns of things, or CONSTRUCT with triples between things";

// { nodes: [{ id, degree }], links: [{ from, to, name }], names, note } or { why }.
export function graphPlan(table) {
  const { links, names } = table.triples ? linksOfTriples(table) : linksOfRows(table);
  if (!links.length) return { why: NO_LINKS };
  return { names, ...thinned(links) };
}

function linksOfTriples({ rows }) {
  const names = new Map(), links = new Map();
  for (const { subject, predicate, object } of rows) {
    if (predicate.value === LABEL) names.set(subject.value, object.value);
    else if (object.type !== "literal" && predicate.value !== TYPE) addLink(links, subject.value, object.value, keyOf(predicate.value));
  }
  return { links: [...links.values()], names };
}

// A column of things after another is linked with the one before it; a column of relations names the link instead.
function linksOfRows(table) {
  const all = columnsOf(table, "thing"), relation = all.find((name) => isRelation(table, name)), things = all.filter((name) => name !== relation);
  const names = new Map(), links = new Map(), texts = things.map((name) => nameFor(table, name));
  for (const row of table.rows) {
    const there = things.filter((name) => row[name]);
    there.forEach((name) => { const text = row[texts[things.indexOf(name)]]; if (text) names.set(row[name].value, text.value); });
    for (let at = 1; at < there.length; at += 1) {
      addLink(links, row[there[at - 1]].value, row[there[at]].value, relation && row[relation] ? keyOf(row[relation].value) : there[at]);
    }
  }
  return { links: [...links.values()], names };
}

const isRelation = ({ rows }, name) => /^(p|predicate|property|relation)$/i.test(name) || rows.every((row) => !row[name] || /#[a-z]\w*$/.test(row[name].value));

function addLink(links, from, to, name) {
  const key = `${from} ${to}`, own = links.get(key);
  if (from === to) return;
  if (!own) links.set(key, { from, to, name });
  else if (!own.name.split(", ").includes(name)) own.name += `, ${name}`;
}

// The things with the most links, and the links between them.
export function thinned(all) {
  const degrees = new Map();
  for (const { from, to } of all) for (const id of [from, to]) degrees.set(id, (degrees.get(id) || 0) + 1);
  const ordered = [...degrees].map(([id, degree]) => ({ id, degree })).sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  const nodes = ordered.slice(0, MOST_NODES), kept = new Set(nodes.map(({ id }) => id));
  const links = all.filter(({ from, to }) => kept.has(from) && kept.has(to)).slice(0, MOST_LINKS);
  return { nodes, links, note: leftWords(nodes, ordered, links, all) };
}

function leftWords(nodes, ordered, links, all) {
  const shown = `${counted(nodes.length, "thing")} and ${counted(links.length, "link")}.`;
  const things = ordered.length - nodes.length, less = all.length - links.length;
  return things || less ? `${shown} Left out: ${counted(things, "thing")} with the fewest links, ${counted(less, "link")}.` : shown;
}

async function paintGraph(plan, host, width) {
  plan.known ||= await lookedUp(plan.nodes.map(({ id }) => id).filter((id) => !plan.names.has(id)));
  const height = Math.round(Math.min(width * 0.75, 760)), placedNodes = placed(plan, width, height), byId = new Map(placedNodes.map((node) => [node.id, node]));
  const made = figureOf(width, height, `Graph of ${counted(plan.nodes.length, "thing")}`);
  made.append(...legend(plan.nodes), ...plan.links.flatMap((link) => linkShapes(link, byId, plan.links.length <= LINKS_NAMED)), ...placedNodes.map((node) => nodeMark(node, plan)));
  listenNear(made, placedNodes, plan.links);
  host.replaceChildren(made);
}

function placed({ nodes, links, names, known }, width, height) {
  const spots = layOut(nodes.length, indexed(nodes, links)), most = Math.max(...nodes.map(({ degree }) => degree));
  const x = scaleOf(rangeOf(spots, 0), [20, width - 20]), y = scaleOf(rangeOf(spots, 1), [LEGEND + 16, height - 20]);
  return named(nodes.map((node, at) => ({
    ...node, x: x(spots[at][0]), y: y(spots[at][1]), radius: 4 + 8 * Math.sqrt(node.degree / most),
    name: shortened(names.get(node.id) || known.get(node.id)?.name || keyOf(node.id), 40),
  })), width);
}

const rangeOf = (spots, part) => [Math.min(...spots.map((spot) => spot[part])), Math.max(...spots.map((spot) => spot[part]))];

function indexed(nodes, links) {
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  return links.map(({ from, to }) => [places.get(from), places.get(to)]);
}

function linkShapes({ from, to, name }, byId, isNamed) {
  const a = byId.get(from), b = byId.get(to), long = Math.hypot(b.x - a.x, b.y - a.y) || 1, end = [b.x - ((b.x - a.x) / long) * b.radius, b.y - ((b.y - a.y) / long) * b.radius];
  const turn = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
  const shapes = [
    svg("line", { x1: a.x.toFixed(1), y1: a.y.toFixed(1), x2: end[0].toFixed(1), y2: end[1].toFixed(1), class: "link", "data-ends": `${from} ${to}` }),
    svg("path", { d: "M0 0l-7 -3v6z", class: "arrow", transform: `translate(${end[0].toFixed(1)} ${end[1].toFixed(1)}) rotate(${turn.toFixed(1)})` }),
  ];
  return isNamed ? [...shapes, words(name, { x: ((a.x + b.x) / 2).toFixed(1), y: ((a.y + b.y) / 2 - 3).toFixed(1), class: "link-name", "text-anchor": "middle" })] : shapes;
}

function nodeMark(node, { links }) {
  const beside = node.label ? [words(node.name, { ...node.label, class: "node-name" })] : [], kind = kindOf(node.id);
  const circle = svg("circle", { cx: node.x.toFixed(1), cy: node.y.toFixed(1), r: node.radius.toFixed(1), class: `node ${colourOf(kind)}` });
  const own = links.filter(({ from, to }) => from === node.id || to === node.id).length;
  const told = `${node.name}, ${kind === OTHER ? "" : `${kind}, `}${counted(own, "link")}`;
  return mark({ said: told, address: pageFor(node.id), "data-id": node.id }, circle, ...beside);
}

// The kind of thing that an address names, where it has a colour of its own.
function kindOf(id) {
  const kind = /\/id\/([\w-]+)\//.exec(id)?.[1];
  return KINDS.includes(kind) ? kind : OTHER;
}

const colourOf = (kind) => `fill-${kind === OTHER ? KINDS.length + 1 : KINDS.indexOf(kind) + 1}`;

// The kinds of the nodes that are there, each with its colour.
function legend(nodes) {
  const kinds = [...KINDS, OTHER].filter((kind) => nodes.some(({ id }) => kindOf(id) === kind));
  if (kinds.length < 2) return [];
  const starts = kinds.map((_, at) => kinds.slice(0, at).reduce((all, kind) => all + kind.length * 7.2 + 34, 8));
  return kinds.flatMap((kind, at) => [svg("circle", { cx: starts[at], cy: 10, r: 5, class: colourOf(kind) }), words(kind, { x: starts[at] + 9, y: 14 })]);
}

// What is linked with the node that is pointed at or held stands out.
function listenNear(made, nodes, links) {
  const marks = new Map([...made.querySelectorAll(".mark")].map((each) => [each.dataset.id, each]));
  const show = (id) => {
    const near = new Set(links.filter(({ from, to }) => from === id || to === id).flatMap(({ from, to }) => [from, to]));
    for (const { id: own } of nodes) marks.get(own).classList.toggle("far", Boolean(id) && own !== id && !near.has(own));
    made.querySelectorAll(".link").forEach((line) => line.classList.toggle("near", Boolean(id) && line.dataset.ends.split(" ").includes(id)));
  };
  for (const event of ["pointerover", "focusin"]) made.addEventListener(event, ({ target }) => show(target.closest(".mark")?.dataset.id));
  for (const event of ["pointerleave", "focusout"]) made.addEventListener(event, () => show());
}

export const graphPlugin = {
  name: "graph",
  class: viewOf({
    name: "graph", label: "Graph", icon: "M3 5a2 2 0 1 0 0-4a2 2 0 0 0 0 4zM13 9a2 2 0 1 0 0-4a2 2 0 0 0 0 4zM5 15a2 2 0 1 0 0-4a2 2 0 0 0 0 4zM4.700 4l6.500 2.500M11.500 8.300L6.500 11.800", plan: graphPlan,
    paint: paintGraph,
  }),
};
