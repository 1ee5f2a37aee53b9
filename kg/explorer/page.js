"use strict";
// Everything from the data is put in by textContent; nothing is ever parsed as markup, and nothing is asked of a network.
(() => {
  const part = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(part(id).textContent);
  const graph = read("graph"), kinds = read("kinds");
  const nodes = rows(graph.nodes), edges = rows(graph.edges), facts = rows(graph.facts);
  const sources = new Map(read("sources"));
  const headings = new Map(read("headings").map(([side, relation, words], rank) => [`${side} ${relation}`, { words, rank }]));
  const hidden = new Set(kinds.filter(({ behind }) => behind).map(({ kind }) => kind));
  const panel = part("details"), start = [...panel.childNodes];
  const byKey = new Map(nodes.map((node) => [node.id, node]));
  const large = nodes.some((node) => !node.first), FINE = 1500, MANY = 8000; // links: each its own mark; too many to move
  let selected = null, near = new Set(), order = [], whole = !large, grow = 1, bulk = [[], []], moving = 0;

  // Columns as they are written: each with all values, or with the different ones and which of them a row has.
  function rows(columns) {
    const made = [];
    for (const [name, { all, of, at }] of Object.entries(columns)) {
      (at || all).forEach((value, row) => { (made[row] ||= {})[name] = at ? of[value] : value; });
    }
    return made;
  }

  // vis-network knows a node by its number: a key may be any word, "__proto__" too.
  function join() {
    for (const row of [...nodes, ...edges, ...facts]) row.evidence = row.evidence.map((place) => graph.places[place]);
    nodes.forEach((node, number) => Object.assign(node, { number, links: [], facts: [] }));
    for (const fact of facts) nodes[fact.node].facts.push(fact);
    edges.forEach((edge, number) => {
      const from = nodes[edge.from], to = nodes[edge.to];
      Object.assign(edge, { number, from, to });
      from.links.push({ edge, other: to, side: "out" });
      to.links.push({ edge, other: from, side: "in" });
    });
    for (const node of nodes) {
      node.names = [node.label, ...otherNames(node), node.id].map(plain);
      node.loose = large && node.links.every(({ other }) => hidden.has(other.kind));
    }
    if (nodes.every((node) => hidden.has(node.kind))) hidden.clear();
  }

  const otherNames = (node) => node.facts.filter((fact) => fact.relation === "altLabel").map((fact) => fact.text);

  // A name without case, accents, apostrophes and hyphens, as `kg show` reads it.
  function plain(text) {
    const letters = { ł: "l", ø: "o", đ: "d", ı: "i", æ: "ae", œ: "oe", ß: "ss", "’": "", "'": "", "-": " " };
    const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    return bare.replace(/[łøđıæœß’'-]/g, (letter) => letters[letter]).replace(/\s+/g, " ").trim();
  }

  function el(tag, text = "", attributes = {}, ...children) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function button(text, action, attributes = {}) {
    const made = el("button", text, { type: "button", dir: "auto", ...attributes });
    made.addEventListener("click", () => action(made));
    return made;
  }

  // "TaskForce" → "Task force"
  function spoken(name) {
    const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  // The picture

  const marks = new vis.DataSet(), lines = new vis.DataSet(), drawn = { marks: new Map(), lines: new Map() };
  const isShown = (node) => node === selected || (!hidden.has(node.kind) && (near.has(node) || ((whole || node.first) && isTied(node))));

  // On a large page, what has no link with anything shown is left out.
  const isTied = (node) => !node.loose || node.links.some(({ other }) => !hidden.has(other.kind));

  function mark(node) {
    const color = { background: node.color, border: "#44505c" };
    return {
      id: node.number, shape: node.shape, size: sizeOf(node), x: node.x, y: node.y, title: `${node.label} · ${spoken(node.type)}`,
      color: { ...color, highlight: { ...color, border: "#000" }, hover: { ...color, border: "#000" } },
    };
  }

  const sizeOf = (node) => node.size * grow;

  const line = (edge) => ({ id: edge.number, from: edge.from.number, to: edge.to.number, width: 1.3 * grow, title: heading("out", edge.relation).words });

  const draw = () => new vis.Network(part("canvas"), { nodes: marks, edges: lines }, {
    physics: false,
    interaction: { hover: true, hideEdgesOnDrag: true, tooltipDelay: 150, keyboard: false },
    nodes: { borderWidth: 1, borderWidthSelected: 3 },
    edges: { color: { color: "#8896a3", highlight: "#35424f", hover: "#35424f" }, arrows: { to: { enabled: true, scaleFactor: 0.4 } }, smooth: { type: "continuous" }, selectionWidth: 0.7 },
  });

  // Gives vis-network what is shown, and of that only what is new or different; what is not linked with the selected
  // thing steps back. Each of a few links has an arrow and its words; many are drawn at once, below the marks.
  function redraw() {
    near = new Set(selected ? [selected, ...selected.links.map((link) => link.other)] : []);
    order = [...nodes].filter(isShown).sort((a, b) => (b === selected) - (a === selected) || near.has(b) - near.has(a) || b.links.length - a.links.length);
    grow = large ? Math.max(1, Math.min(0.38 / scaleOf(selected ? [...near] : order), whole || selected ? 1.5 : 3)) : 1;
    const seen = new Set(order), shown = edges.filter((edge) => seen.has(edge.from) && seen.has(edge.to));
    const isNear = (edge) => edge.from === selected || edge.to === selected;
    const close = shown.filter(isNear), fine = shown.length <= FINE ? shown : close.slice(0, FINE);
    bulk = shown.length <= FINE ? [[], []] : [shown.filter((edge) => !isNear(edge)), close.slice(FINE)];
    give(marks, drawn.marks, order, (node) => (!selected || near.has(node) ? 1 : 0.15), mark, (opacity) => ({ opacity }));
    give(lines, drawn.lines, fine, (edge) => (!selected || isNear(edge) ? 1 : 0.12), line, (opacity) => ({ color: { opacity } }));
    return shown.length;
  }

  function give(data, before, wanted, opacityOf, made, worded) {
    const now = new Map(wanted.map((each) => [each.number, `${opacityOf(each)} ${grow}`]));
    data.remove([...before.keys()].filter((number) => !now.has(number)));
    data.update(wanted.filter((each) => before.get(each.number) !== now.get(each.number)).map((each) => ({ ...made(each), ...worded(opacityOf(each)) })));
    before.clear();
    for (const [number, state] of now) before.set(number, state);
  }

  // The scale at which these things fill the canvas.
  function scaleOf(some) {
    const { clientWidth, clientHeight } = part("canvas"), span = (side) => {
      const all = some.map((node) => node[side]);
      return all.reduce((a, b) => Math.max(a, b), 0) - all.reduce((a, b) => Math.min(a, b), Infinity);
    };
    return some.length > 1 ? Math.min(clientWidth / span("x"), clientHeight / span("y")) : 1;
  }

  function drawMany(context) {
    const [far, close] = bulk;
    if (moving && far.length > MANY) return;
    stroke(context, far, Math.max(0.05, Math.min(0.6, 2000 / far.length)) * (selected ? 0.3 : 1));
    stroke(context, close, 0.3);
  }

  function stroke(context, some, opacity) {
    context.save();
    Object.assign(context, { strokeStyle: "#8896a3", lineWidth: 0.8 / network.getScale(), globalAlpha: opacity });
    context.beginPath();
    for (const { from, to } of some) {
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    }
    context.stroke();
    context.restore();
  }

  // While the picture moves, its many lines may be left out; they come back when it rests.
  function move() {
    clearTimeout(moving);
    moving = setTimeout(() => {
      moving = 0;
      network.redraw();
    }, 200);
  }

  function keepPlace({ nodes: dragged }) {
    for (const [number, { x, y }] of Object.entries(network.getPositions(dragged))) Object.assign(nodes[number], { x, y });
  }

  // Names are written the same size at any scale, the most linked first, each only where it covers no other.
  function writeNames(context) {
    const { canvas } = context, ratio = canvas.width / canvas.clientWidth;
    const room = (canvas.clientWidth * canvas.clientHeight) / 15000;
    const seen = order.filter((node, rank) => isNamed(node, rank < room)).map((node) => ({ node, box: markBox(node) }));
    const named = seen.filter(({ box }) => overlap(box, { x: 0, y: 0, width: canvas.clientWidth, height: canvas.clientHeight })).slice(0, 400);
    const taken = named.map(({ box }) => box), texts = [];
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textAlign: "left", textBaseline: "top", lineJoin: "round", lineWidth: 4, strokeStyle: "#fff", fillStyle: "#1c2733" });
    named.forEach(({ node, box }, rank) => writeName(context, node, box, rank < 20 ? [taken, texts] : [taken], texts));
    context.restore();
  }

  const isNamed = (node, isMain) => near.has(node) || (!selected && (isMain || sizeOf(node) * network.getScale() >= 4));

  function markBox(node) {
    const { x, y } = network.canvasToDOM({ x: node.x, y: node.y }), radius = sizeOf(node) * network.getScale();
    return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
  }

  // Below, above, right or left of its mark: the first place where it covers nothing, or, for the main ones, no name.
  function writeName(context, node, box, avoided, texts) {
    const text = short(node.label), { x, y } = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    context.font = `${node === selected || node.links.length > 15 ? "600 14px" : "12px"} system-ui, sans-serif`;
    const width = context.measureText(text).width, height = 15, widest = context.canvas.clientWidth;
    const spots = [[x - width / 2, y + box.height / 2 + 3], [x - width / 2, box.y - 3 - height], [x + box.width / 2 + 4, y - height / 2], [box.x - 4 - width, y - height / 2]];
    const inside = (left) => (x > 0 && x < widest ? Math.max(3, Math.min(left, widest - width - 3)) : left);
    const room = spots.map(([left, top]) => ({ x: inside(left), y: top, width, height }));
    const [free] = avoided.flatMap((taken) => room.filter((spot) => ![...taken, ...texts].some((other) => overlap(spot, other))).slice(0, 1));
    if (!free) return;
    texts.push(free);
    context.strokeText(text, free.x, free.y);
    context.fillText(text, free.x, free.y);
  }

  const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  const short = (text) => (text.length > 34 ? `${[...text].slice(0, 32).join("").trimEnd()}…` : text);

  // What is linked with the most linked of what is shown, where the eye should begin.
  function mainPart() {
    const hub = order.reduce((best, node) => (node.links.length > best.links.length ? node : best), order[0]);
    const seen = new Set(hub ? [hub] : []);
    for (const node of seen) for (const { other } of node.links) if (!hidden.has(other.kind)) seen.add(other);
    return seen;
  }

  function fit(some) {
    const numbers = [...some].filter(isShown).map((node) => node.number);
    if (numbers.length) network.fit({ nodes: numbers, maxZoomLevel: 1.1, animation: false });
  }

  // The details

  function heading(side, relation) {
    return headings.get(`${side} ${relation}`) || { words: spoken(relation), rank: headings.size };
  }

  // The first few, and the others on demand.
  function folded(items, few, kind) {
    if (items.length <= few) return items;
    const rest = el(kind, "", { hidden: "" }, ...items.slice(few)), words = `+${items.length - few} more`;
    const more = button(words, () => {
      rest.hidden = !rest.hidden;
      more.textContent = rest.hidden ? words : "show fewer";
      more.setAttribute("aria-expanded", String(!rest.hidden));
    }, { class: "more", "aria-expanded": "false" });
    return [...items.slice(0, few), rest, more];
  }

  const places = (list) => folded(list.map((words) => el("span", words, { class: "where" })), 2, "span");

  function list(items, few) {
    const parts = folded(items, few, "ul");
    return [el("ul", "", {}, ...parts.slice(0, few)), ...parts.slice(few)];
  }

  function factItem(fact) {
    return el("li", "", {}, el("span", fact.text, { dir: "auto" }), ...places(fact.evidence));
  }

  function linkItem({ edge, other }) {
    const remark = edge.remark ? [el("span", edge.remark, { class: "remark", dir: "auto" })] : [];
    return el("li", "", {}, button(other.label, () => choose(other)), ...remark, ...places(edge.evidence));
  }

  // Facts and links of a thing under their headings, in the order of the headings.
  function sections(node) {
    const items = [
      ...node.facts.map((fact) => [heading("out", fact.relation), factItem(fact)]),
      ...node.links.map((link) => [heading(link.side, link.edge.relation), linkItem(link)]),
    ];
    const found = new Map();
    for (const [{ words, rank }, item] of items) {
      if (!found.has(words)) found.set(words, { rank, items: [] });
      found.get(words).items.push(item);
    }
    return [...found].sort(([, a], [, b]) => a.rank - b.rank).flatMap(([words, { items }]) => [el("h3", words), ...list(items, 100)]);
  }

  function sourceList(keys) {
    const known = [...keys].filter((key) => sources.has(key));
    if (!known.length) return [];
    return [el("h3", "Sources"), ...list(known.map((key) => el("li", "", {}, el("b", key), ` ${sources.get(key)}`)), 20)];
  }

  function sourcesOf(node) {
    const said = [node, ...node.facts, ...node.links.map((link) => link.edge)].flatMap((each) => each.evidence);
    return new Set(said.map((words) => words.split(", ")[0]).sort());
  }

  function show(node) {
    selected = node;
    refresh();
    network.selectNodes([node.number]);
    const what = [spoken(node.type), node.country, node.id].filter(Boolean).join(" · ");
    panel.replaceChildren(el("h2", node.label, { dir: "auto" }), el("p", what, { class: "kind", dir: "auto" }), ...sections(node));
    if (node.evidence.length) panel.append(el("h3", "Named in"), el("p", "", {}, ...places(node.evidence)));
    panel.append(...sourceList(sourcesOf(node)));
    panel.scrollTop = 0;
  }

  function showNothing() {
    selected = undefined;
    refresh();
    network.unselectAll();
    panel.replaceChildren(...start, ...sourceList(sources.keys()));
  }

  // Ways to a thing: a click, a match, a neighbour, the address

  function choose(node, moves = true) {
    show(node);
    if (moves) fit(near);
    location.hash = encodeURIComponent(node.id);
    panel.focus({ preventScroll: true });
    if (isNarrow()) panel.scrollIntoView();
  }

  const isNarrow = () => matchMedia("(max-width: 900px)").matches;

  function addressed() {
    try {
      return byKey.get(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return undefined;
    }
  }

  function follow() {
    const node = addressed();
    if (node === selected) return;
    if (node) show(node);
    else showNothing();
    fit(node ? near : mainPart());
  }

  function matches(text) {
    const wanted = plain(text);
    const found = wanted ? nodes.map((node) => ({ node, rank: Math.min(...node.names.map((name) => distance(name, wanted))) })) : [];
    return found.filter(({ rank }) => rank < Infinity).sort((a, b) => a.rank - b.rank || b.node.links.length - a.node.links.length).map(({ node }) => node);
  }

  // 0 the whole name, 1 its beginning, 2 the beginning of a word, 3 inside, else nowhere
  function distance(name, wanted) {
    const at = ` ${name}`.indexOf(` ${wanted}`);
    if (name === wanted) return 0;
    if (at >= 0) return at ? 2 : 1;
    return name.includes(wanted) ? 3 : Infinity;
  }

  function search(text) {
    const hits = matches(text), first = hits.slice(0, 30);
    part("hits").replaceChildren(...first.map((node) => el("li", "", {}, button(`${node.label} · ${spoken(node.type)}`, () => choose(node)))));
    const found = hits.length > first.length ? `the first ${first.length} of ${hits.length} matches` : `${hits.length} match${hits.length === 1 ? "" : "es"}`;
    part("found").textContent = !text.trim() ? "" : hits.length ? found : `Nothing here is called “${text.trim()}”.`;
    return hits;
  }

  // The legend

  const drawings = {
    dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", diamond: "M8 1l7 7-7 7-7-7z", triangle: "M8 2l7 12H1z",
    triangleDown: "M8 14L1 2h14z", star: "M8 0l2 6h6l-5 4 2 6-5-4-5 4 2-6-5-4h6z", hexagon: "M4 1h8l4 7-4 7H4L0 8z",
  };

  function drawing(kind) {
    const names = "http://www.w3.org/2000/svg", svg = document.createElementNS(names, "svg"), path = document.createElementNS(names, "path");
    for (const [name, value] of [["width", 16], ["height", 16], ["viewBox", "-1 -1 18 18"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    for (const [name, value] of [["d", drawings[kind.shape]], ["fill", kind.color], ["stroke", "#44505c"]]) path.setAttribute(name, value);
    svg.append(path);
    return svg;
  }

  function legendRow(kind) {
    const tick = el("input", "", { type: "checkbox", "data-kind": kind.kind });
    tick.addEventListener("change", () => {
      if (tick.checked) hidden.delete(kind.kind);
      else hidden.add(kind.kind);
      refresh();
    });
    const count = nodes.filter((node) => node.kind === kind.kind).length;
    return count ? [el("label", "", { class: "type" }, tick, drawing(kind), el("span", kind.name), el("output", String(count)))] : [];
  }

  function refresh() {
    const links = redraw(), loose = nodes.filter((node) => !hidden.has(node.kind) && node !== selected && !isTied(node)).length;
    part("count").textContent = `${order.length} of ${nodes.length} things, ${links} of ${edges.length} links shown`;
    part("loose").textContent = whole && loose ? `${loose} thing${loose === 1 ? " has" : "s have"} no link with anything shown and ${loose === 1 ? "is" : "are"} left out; the search finds them.` : "";
    for (const tick of document.querySelectorAll("[data-kind]")) tick.checked = !hidden.has(tick.dataset.kind);
    for (const [id, pressed] of [["few", !whole], ["many", whole]]) part(id).setAttribute("aria-pressed", String(pressed));
  }

  function view(all) {
    whole = all || !large;
    refresh();
    fit(selected ? near : mainPart());
  }

  function showOnly(wanted) {
    hidden.clear();
    for (const { kind } of kinds) if (!wanted.includes(kind)) hidden.add(kind);
    refresh();
    fit(mainPart());
  }

  function listen() {
    const input = part("search");
    input.addEventListener("input", () => search(input.value));
    input.addEventListener("keydown", (event) => {
      const [first] = event.key === "Enter" ? search(input.value) : [];
      if (first) choose(first);
    });
    part("few").addEventListener("click", () => view(false));
    part("many").addEventListener("click", () => view(true));
    part("all").addEventListener("click", () => {
      whole = true;
      showOnly(kinds.map(({ kind }) => kind));
    });
    part("core").addEventListener("click", () => showOnly(["city", "region", "network", "instrument", "fund"]));
    part("whole").addEventListener("click", () => {
      location.hash = "";
      fit(mainPart());
    });
    network.on("selectNode", ({ nodes: [number] }) => choose(nodes[number], false));
    network.on("deselectNode", ({ nodes: left }) => { if (!left.length) location.hash = ""; });
    network.on("beforeDrawing", drawMany);
    network.on("afterDrawing", writeNames);
    network.on("zoom", move);
    network.on("dragging", move);
    network.on("dragEnd", keepPlace);
    window.addEventListener("hashchange", follow);
  }

  join();
  const network = draw();
  part("canvas").querySelector(".vis-network").tabIndex = -1; // the panels are for the keyboard
  part("filter").open = !isNarrow();
  part("extent").hidden = !large;
  part("legend").append(...kinds.flatMap(legendRow));
  listen();
  follow();
  document.documentElement.dataset.ready = "true";
})();
