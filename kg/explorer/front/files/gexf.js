// GEXF 1.3: what is shown with places, colours, sizes, shapes and dates, for Gephi, Gephi Lite and Retina.

import { rounded } from "../core/text.js";
import { isSaid, linkFields, thingFields } from "./attributes.js";
import { XML_HEAD, xmlTag, xmlText } from "./xml.js";

const GEXF_SPACE = "http://gexf.net/1.3";
const GEXF_SHAPES = { square: "square", diamond: "diamond", star: "diamond", triangle: "triangle", triangleDown: "triangle" };

// `look` has place(node) → {x, y}, colour(node) → "#rrggbb", radius(node) and shape(node).
export function gexfOf(model, { nodes, links }, look) {
  const own = thingFields(model), ties = linkFields(), { about } = model;
  const meta = xmlTag("meta", { lastmodifieddate: about.date },
    xmlTag("creator", {}, "citykg"), gexfWords("title", about.title), gexfWords("description", about.cite));
  const graph = xmlTag("graph", { defaultedgetype: "directed", mode: "dynamic", timeformat: "date", timerepresentation: "interval" },
    gexfAttributes("node", own), gexfAttributes("edge", ties),
    xmlTag("nodes", {}, ...nodes.map((node) => gexfNode(node, own, look))),
    xmlTag("edges", {}, ...links.map((link) => gexfEdge(link, ties))));
  return `${XML_HEAD}${xmlTag("gexf", { xmlns: GEXF_SPACE, "xmlns:viz": `${GEXF_SPACE}/viz`, version: "1.3" }, meta, graph)}\n`;
}

// The first and the last day that a date of a year, a month or a day may mean; "" of what is none.
export function daysOf(date) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date) || [];
  if (!year) return ["", ""];
  if (day) return [date, date];
  const last = month ? new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate() : 31;
  return [`${year}-${month || "01"}-01`, `${year}-${month || "12"}-${last}`];
}

const gexfWords = (name, text) => (text ? xmlTag(name, {}, xmlText(text)) : "");

const gexfAttributes = (kind, fields) => xmlTag("attributes", { class: kind, mode: "static" },
  ...fields.map(({ name, type }) => xmlTag("attribute", { id: name, title: name, type })));

const gexfValues = (row, fields) => {
  const said = fields.map(({ name, value }) => [name, value(row)]).filter(([, value]) => isSaid(value));
  return said.length ? xmlTag("attvalues", {}, ...said.map(([name, value]) => xmlTag("attvalue", { for: name, value }))) : "";
};

// What has no date is always there, and so has no spell.
const gexfSpells = ({ start, end }) => {
  const spell = { start: daysOf(start)[0], end: daysOf(end)[1] };
  return spell.start || spell.end ? xmlTag("spells", {}, xmlTag("spell", spell)) : "";
};

// Gephi's axis points up, the page's down.
function gexfNode(node, fields, look) {
  const { x, y } = look.place(node), [r, g, b] = look.colour(node).match(/\w\w/g).map((part) => parseInt(part, 16));
  return xmlTag("node", { id: node.key, label: node.name }, gexfValues(node, fields), gexfSpells(node),
    xmlTag("viz:color", { r, g, b }), xmlTag("viz:position", { x, y: 0 - y, z: 0 }),
    xmlTag("viz:size", { value: rounded(look.radius(node)) }),
    xmlTag("viz:shape", { value: GEXF_SHAPES[look.shape(node)] || "disc" }));
}

const gexfEdge = (link, fields) => xmlTag("edge", {
  id: link.key, source: link.from.key, target: link.to.key, kind: link.relation, label: link.relation,
}, gexfValues(link, fields), gexfSpells(link));
