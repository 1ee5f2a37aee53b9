// GraphML: what is shown with typed keys, for whatever reads graphs.

import { isSaid, linkFields, thingFields } from "./attributes.js";
import { XML_HEAD, xmlTag, xmlText } from "./xml.js";

const GRAPHML_TYPES = { string: "string", double: "double", integer: "int" };

export function graphmlOf(model, { nodes, links }, look) {
  const placed = { x: ({ x }) => x, y: ({ y }) => y };
  const own = [
    { name: "label", type: "string", value: ({ name }) => name }, ...thingFields(model),
    ...Object.entries(placed).map(([name, side]) => ({ name, type: "double", value: (node) => side(look.place(node)) })),
    { name: "colour", type: "string", value: look.colour }, { name: "size", type: "double", value: look.radius },
    { name: "shape", type: "string", value: look.shape },
  ];
  const ties = linkFields();
  const graph = xmlTag("graph", { id: "citykg", edgedefault: "directed" },
    ...nodes.map((node) => xmlTag("node", { id: node.key }, ...graphmlData("node", node, own))),
    ...links.map((link) => graphmlEdge(link, ties)));
  const root = { xmlns: "http://graphml.graphdrawing.org/xmlns" };
  return `${XML_HEAD}${xmlTag("graphml", root, ...graphmlKeys("node", own), ...graphmlKeys("edge", ties), graph)}\n`;
}

const graphmlEdge = (link, fields) => xmlTag("edge", {
  id: link.key, source: link.from.key, target: link.to.key }, ...graphmlData("edge", link, fields));

const graphmlKeys = (kind, fields) => fields.map(({ name, type }) => xmlTag("key", {
  id: `${kind}-${name}`, for: kind, "attr.name": name, "attr.type": GRAPHML_TYPES[type] }));

const graphmlData = (kind, row, fields) => fields.map(({ name, value }) => [name, value(row)]).filter(([, value]) => isSaid(value))
  .map(([name, value]) => xmlTag("data", { key: `${kind}-${name}` }, xmlText(value)));
