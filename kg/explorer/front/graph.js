// The picture of what is shown.

import { el } from "./dom.js";

export function graphView(host, app) {
  const canvas = el("div", "", { class: "canvas" });
  host.append(canvas);
  let network = null;
  app.library("vis").then((vis) => {
    network = new vis.Network(canvas, { nodes: app.shown.nodes.map((node) => ({ id: node.number, x: node.x, y: node.y, label: "" })),
      edges: app.shown.links.map((link) => ({ id: link.number, from: link.from.number, to: link.to.number })) }, { physics: false });
  });
  return { update: () => network && network.redraw() };
}
