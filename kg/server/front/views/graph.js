// Things and the links between them: of a graph's triples, or of rows with two or more columns of things.

import { columnsOf, keyOf, nameFor } from "./columns.js";
import { svg, words } from "./dom.js";
import { lookedUp } from "./lookup.js";
import { mark, pageFor } from "./marking.js";
import { nameShapes, named } from "./naming.js";
import { figureOf } from "./plots.js";
import { counted, scaleOf, shortened } from "./scales.js";
import { layOut } from "./springs.js";
import { viewOf } from "./view.js";

const MOST_NODES = 250, MOST_LINKS = 800, LINKS_NAMED = 40, HUBS = 12, LEGEND = 20;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label", TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const KINDS = ["city", "network", "instrument", "organisation", "practice"], OTHER = "other";
const ICON = ["M3 5a2 2 0 1 0 0-4a2 2 0 0 0 0 4z", "M13 9a2 2 0 1 0 0-4a2 2 0 0 0 0 4z", "M5 15a2 2 0 1 0 0-4a2 2 0 0 0 0 4z",
  "M4.7 4l6.500 2.500", "M11.5 8.300L6.500 11.800"].join("");
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
  const all = columnsOf(table, "thing"), relation = all.find((name) => isRelation(table, name));
  const things = all.filter((name) => name !== relation);
  const names = new Map(), links = new Map(), texts = things.map((name) => nameFor(table, name));
  for (const row of table.rows) {
    const there = things.filter((name) => row[name]);
    things.forEach((name, at) => { if (row[name] && row[texts[at]]) names.set(row[name].value, row[texts[at]].value); });
    for (let at = 1; at < there.length; at += 1) {
      const said = row[relation] ? keyOf(row[relation].value) : there[at];
      addLink(links, row[there[at - 1]].value, row[there[at]].value, said);
    }
  }
  return { links: [...links.values()], names };
}

const PROPERTY = /#[a-z]\w*$/;
const isRelation = ({ rows }, name) => /^(p|predicate|property|relation)$/i.test(name)
  || rows.every((row) => !row[name] || PROPERTY.test(row[name].value));

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
  plan.known ||= await lookedUp(plan.nodes.map(({ id }) => id).filter((id) => !plan.names.has(id))).catch(() => new Map());
  const height = Math.round(Math.min(width * 0.75, 760)), nodes = placed(plan, width, height);
  const byId = new Map(nodes.map((node) => [node.id, node])), told = plan.links.length <= LINKS_NAMED;
  const made = figureOf(width, height, `Graph of ${counted(plan.nodes.length, "thing")}`);
  made.append(...legend(nodes), ...plan.links.flatMap((link) => linkShapes(link, byId, told)));
  made.append(...nodes.map((node) => nodeMark(node, plan)), nameShapes(nodes));
  listenNear(made, nodes, plan.links);
  host.replaceChildren(made);
}

function placed({ nodes, links, names, known }, width, height) {
  const spots = layOut(nodes.length, indexed(nodes, links)), most = Math.max(...nodes.map(({ degree }) => degree));
  const x = scaleOf(rangeOf(spots, 0), [20, width - 20]), y = scaleOf(rangeOf(spots, 1), [LEGEND + 16, height - 20]);
  const nameOf = (id) => shortened(names.get(id) || known.get(id)?.name || keyOf(id), 40);
  const radiusOf = (degree) => 4 + 8 * Math.sqrt(degree / most);
  const at = (node, [across, down]) => ({ ...node, x: x(across), y: y(down), radius: radiusOf(node.degree), name: nameOf(node.id) });
  return named(nodes.map((node, number) => at(node, spots[number])), width, HUBS);
}

function rangeOf(spots, part) {
  const values = spots.map((spot) => spot[part]);
  return [Math.min(...values), Math.max(...values)];
}

function indexed(nodes, links) {
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  return links.map(({ from, to }) => [places.get(from), places.get(to)]);
}

function linkShapes({ from, to, name }, byId, told) {
  const a = byId.get(from), b = byId.get(to), turn = Math.atan2(b.y - a.y, b.x - a.x);
  const [x, y] = [b.x - Math.cos(turn) * b.radius, b.y - Math.sin(turn) * b.radius].map((each) => each.toFixed(1));
  const line = svg("line", { x1: a.x.toFixed(1), y1: a.y.toFixed(1), x2: x, y2: y, class: "link", "data-ends": `${from} ${to}` });
  const transform = `translate(${x} ${y}) rotate(${((turn * 180) / Math.PI).toFixed(1)})`;
  const head = svg("path", { d: "M0 0l-7 -3v6z", class: "arrow", transform });
  const middle = { x: ((a.x + b.x) / 2).toFixed(1), y: ((a.y + b.y) / 2 - 3).toFixed(1) };
  return told ? [line, head, words(name, { ...middle, class: "link-name", "text-anchor": "middle" })] : [line, head];
}

function nodeMark({ id, x, y, radius, name }, { links }) {
  const kind = kindOf(id), own = links.filter(({ from, to }) => from === id || to === id).length;
  const circle = svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1), class: `node ${colourOf(kind)}` });
  const told = `${name}, ${kind === OTHER ? "" : `${kind}, `}${counted(own, "link")}`;
  return mark({ said: told, address: pageFor(id), "data-id": id }, circle);
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
  const shapes = (kind, x) => [svg("circle", { cx: x, cy: 10, r: 5, class: colourOf(kind) }), words(kind, { x: x + 9, y: 14 })];
  return kinds.flatMap((kind, at) => shapes(kind, starts[at]));
}

// What is linked with the node that is pointed at or held stands out.
function listenNear(made, nodes, links) {
  const marks = new Map([...made.querySelectorAll(".mark")].map((each) => [each.dataset.id, each]));
  const show = (id) => {
    const near = new Set(links.filter(({ from, to }) => from === id || to === id).flatMap(({ from, to }) => [from, to]));
    for (const { id: own } of nodes) marks.get(own).classList.toggle("far", Boolean(id) && own !== id && !near.has(own));
    const meets = (line) => Boolean(id) && line.dataset.ends.split(" ").includes(id);
    for (const line of made.querySelectorAll(".link")) line.classList.toggle("near", meets(line));
  };
  for (const event of ["pointerover", "focusin"]) made.addEventListener(event, ({ target }) => show(target.closest(".mark")?.dataset.id));
  for (const event of ["pointerleave", "focusout"]) made.addEventListener(event, () => show());
}

export const graphPlugin = {
  name: "graph",
  class: viewOf({
    name: "graph", label: "Graph", icon: ICON, plan: graphPlan, paint: paintGraph,
  }),
};
