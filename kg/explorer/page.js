"use strict";
// Everything from the data is put in by textContent; nothing is ever parsed as markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const nodes = read("nodes"), edges = read("edges"), styles = read("styles");
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const hidden = new Set(["publication", "person", "group", "country", "district"]);
  const spoken = { altLabel: "also called", designatedAs: "called", inSphere: "sphere", migrationSpecific: "about migration", holdsPostAt: "holds a post at" };
  const linked = new Map(nodes.map((node) => [node.id, []]));
  for (const edge of edges) {
    linked.get(edge.from).push({ edge, other: edge.to, out: true });
    linked.get(edge.to).push({ edge, other: edge.from, out: false });
  }

  const el = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const visNodes = new vis.DataSet(nodes.map((node) => ({
    id: node.id, label: short(node.label), color: { background: node.color, border: node.color, highlight: { background: node.color, border: "#111" } },
    shape: node.shape, size: node.size, x: node.x, y: node.y, kind: node.kind, title: node.label,
    font: { size: letters(node), strokeWidth: 4, strokeColor: "#fff", color: "#1c2733" },
  })));
  const visEdges = new vis.DataSet(edges.map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, title: words(edge) })));
  const shown = new vis.DataView(visNodes, { filter: (node) => !hidden.has(node.kind) });
  const network = new vis.Network(document.getElementById("canvas"), { nodes: shown, edges: visEdges }, {
    physics: false,
    interaction: { hover: true, hideEdgesOnDrag: true, tooltipDelay: 150, keyboard: false },
    nodes: { borderWidth: 1, scaling: { label: { drawThreshold: 7 } } },
    edges: { color: { color: "#b9c3cc", highlight: "#111", hover: "#555" }, width: 0.7, arrows: { to: { enabled: true, scaleFactor: 0.35 } }, smooth: { type: "continuous" }, selectionWidth: 2 },
  });

  // Letters grow with the number of links, so that at first sight only the hubs are named.
  function letters(node) {
    return Math.round(7 + node.size ** 2 / 12);
  }

  function short(text) {
    return text.length > 34 ? `${text.slice(0, 32).trimEnd()}…` : text;
  }

  function words(edge) {
    const name = spoken[edge.relation] || edge.relation.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return edge.role ? `${name} (${edge.role})` : name;
  }

  // What is not linked with the selected thing steps back, so that its surroundings can be read.
  function dim(id) {
    const near = id ? new Set([id, ...linked.get(id).map((link) => link.other)]) : null;
    visNodes.update(nodes.map((node) => {
      const far = near && !near.has(node.id);
      return { id: node.id, opacity: far ? 0.15 : 1, label: far ? "" : short(node.label), font: { size: near ? 15 : letters(node) } };
    }));
  }

  function where(item, places) {
    if (places.length) item.append(el("span", places.join("; "), { class: "where" }));
  }

  function select(id, focus = true) {
    const node = byId.get(id);
    if (!node) return;
    if (hidden.delete(node.kind)) refresh();
    dim(id);
    network.selectNodes([id]);
    if (focus) network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: false });
    const panel = document.getElementById("details");
    panel.replaceChildren(el("h2", node.label), el("p", [node.type || node.kind, node.country].filter(Boolean).join(" · "), { class: "kind" }));
    facts(panel, node);
    neighbours(panel, id);
    if (node.evidence.length) {
      panel.append(el("h3", "Named in"), el("p", node.evidence.join("; "), { class: "where" }));
    }
    panel.scrollTop = 0;
    location.replace(`#${encodeURIComponent(id)}`);
  }

  function facts(panel, node) {
    if (!node.facts.length) return;
    const list = el("ul");
    for (const fact of node.facts) {
      const item = el("li", `${words(fact)}: ${fact.text}`);
      where(item, fact.evidence);
      list.append(item);
    }
    panel.append(el("h3", "Facts"), list);
  }

  function neighbours(panel, id) {
    const groups = new Map();
    for (const link of linked.get(id)) {
      const heading = link.out ? `${words({ relation: link.edge.relation })} →` : `← ${words({ relation: link.edge.relation })}`;
      if (!groups.has(heading)) groups.set(heading, []);
      groups.get(heading).push(link);
    }
    for (const heading of [...groups.keys()].sort()) {
      const list = el("ul");
      for (const link of groups.get(heading)) {
        const item = el("li");
        const other = byId.get(link.other);
        const button = el("button", other.label + (link.edge.role ? ` (${link.edge.role})` : ""), { type: "button" });
        button.addEventListener("click", () => select(link.other));
        item.append(button);
        where(item, link.edge.evidence);
        list.append(item);
      }
      panel.append(el("h3", heading), list);
    }
  }

  const drawings = {
    dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", diamond: "M8 1l7 7-7 7-7-7z", triangle: "M8 2l7 12H1z",
    triangleDown: "M8 14L1 2h14z", star: "M8 0l2 6h6l-5 4 2 6-5-4-5 4 2-6-5-4h6z", hexagon: "M4 1h8l4 7-4 7H4L0 8z",
  };

  function legend() {
    const box = document.getElementById("legend");
    for (const [kind, style] of Object.entries(styles)) {
      const count = nodes.filter((node) => node.kind === kind).length;
      if (!count) continue;
      const row = el("label", "", { class: "type" });
      const tick = el("input", "", { type: "checkbox", "data-kind": kind });
      tick.checked = !hidden.has(kind);
      tick.addEventListener("change", () => { tick.checked ? hidden.delete(kind) : hidden.add(kind); refresh(); });
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      for (const [name, value] of [["width", 16], ["height", 16], ["viewBox", "0 0 16 16"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", drawings[style.shape]);
      path.setAttribute("fill", style.color);
      svg.append(path);
      row.append(tick, svg, el("span", style.name), el("output", String(count)));
      box.append(row);
    }
  }

  function refresh() {
    shown.refresh();
    const visible = new Set(shown.getIds());
    const lines = edges.filter((edge) => visible.has(edge.from) && visible.has(edge.to)).length;
    document.getElementById("count").textContent = `${visible.size} of ${nodes.length} things, ${lines} of ${edges.length} links shown`;
    for (const tick of document.querySelectorAll("[data-kind]")) tick.checked = !hidden.has(tick.dataset.kind);
  }

  function search(text) {
    const wanted = plain(text.trim());
    const hits = wanted ? nodes.filter((node) => plain(node.label).includes(wanted) || node.names.some((name) => plain(name).includes(wanted))) : [];
    hits.sort((a, b) => plain(a.label).indexOf(wanted) - plain(b.label).indexOf(wanted) || b.size - a.size);
    const list = document.getElementById("hits");
    list.replaceChildren(...hits.slice(0, 30).map((node) => {
      const item = el("li"), button = el("button", `${node.label} · ${node.type || node.kind}`, { type: "button" });
      button.addEventListener("click", () => select(node.id));
      item.append(button);
      return item;
    }));
    return hits;
  }

  // The largest connected part, where the eye should begin.
  function main() {
    const hub = nodes.reduce((best, node) => (node.size > best.size ? node : best), nodes[0]);
    const seen = new Set(hub ? [hub.id] : []);
    for (const id of seen) for (const link of linked.get(id)) seen.add(link.other);
    return [...seen].filter((id) => shown.get(id));
  }

  for (const node of nodes) node.names = node.facts.filter((fact) => fact.relation === "altLabel").map((fact) => fact.text);
  legend();
  refresh();
  network.on("selectNode", (event) => select(event.nodes[0], false));
  network.on("deselectNode", (event) => { if (!event.nodes.length) dim(null); });
  const input = document.getElementById("search");
  input.addEventListener("input", () => search(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const hits = search(input.value);
    if (hits.length) select(hits[0].id);
  });
  const only = (kinds) => { hidden.clear(); if (kinds) for (const kind of Object.keys(styles)) if (!kinds.includes(kind)) hidden.add(kind); refresh(); network.fit({ nodes: main(), animation: false }); };
  document.getElementById("all").addEventListener("click", () => only(null));
  document.getElementById("core").addEventListener("click", () => only(["city", "region", "network", "instrument", "fund"]));
  document.getElementById("fit").addEventListener("click", () => network.fit({ animation: false }));
  const start = decodeURIComponent(location.hash.slice(1));
  if (byId.has(start)) select(start);
  else network.fit({ nodes: main(), animation: false });
  document.documentElement.dataset.ready = "true";
})();
