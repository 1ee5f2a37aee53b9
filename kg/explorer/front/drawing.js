// The picture of what is shown as an SVG that stands alone: title, links, marks, names, legend, date and how to cite.

import { placeLabels } from "./labels.js";
import { communityColour, shapePath } from "./looks.js";
import { count, short } from "./text.js";
import { XML_HEAD, xmlTag, xmlText } from "./xml.js";

const WIDE = 1500, EDGE = 36, HEAD = 92, LINE = 22, FLATTEST = 0.45, TALLEST = 1.15, SMALLEST = 2.6, LETTER = 6.6;
const FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const round2 = (number) => Math.round(number * 100) / 100;

// `look` as for GEXF; `measure(text, bold)` is the width of a name in pixels. The same page and state give the same text.
export function drawingOf(model, state, shown, look, measure) {
  const frame = frameOf(shown.nodes.map((node) => ({ ...look.place(node), radius: look.radius(node) })));
  const marks = shown.nodes.map((node) => markOf(node, look, frame)).sort((a, b) => b.radius - a.radius || a.node.number - b.node.number);
  marks.forEach((mark, rank) => Object.assign(mark, nameOf(mark.node, rank, state)));
  const names = placeLabels(marks, { width: WIDE, height: frame.tall, measure });
  const legend = legendOf(model, state, shown), foot = footOf(model, legend.tall);
  const tall = HEAD + frame.tall + foot.tall, title = titleOf(model, state);
  return XML_HEAD + xmlTag("svg", { xmlns: "http://www.w3.org/2000/svg", width: WIDE, height: tall, viewBox: `0 0 ${WIDE} ${tall}`, role: "img",
    "aria-labelledby": "title description", "font-family": FONT, "font-size": 12, fill: "#1c2733" },
  xmlTag("title", { id: "title" }, xmlText(title)), xmlTag("desc", { id: "description" }, xmlText(drawingWords(model, state, shown))),
  xmlTag("rect", { width: WIDE, height: tall, fill: "#ffffff" }),
  written(title, EDGE, 44, { "font-size": 22, "font-weight": 600 }), written(drawingWords(model, state, shown), EDGE, 70, { fill: "#4d5b69", "font-size": 14 }),
  xmlTag("g", { transform: `translate(0 ${HEAD})` }, linksDrawn(shown.links, marks, state), marksDrawn(marks, state), namesDrawn(names)),
  xmlTag("g", { transform: `translate(0 ${HEAD + frame.tall})` }, legend.text, foot.text));
}

// What the picture shows, in one sentence.
export function drawingWords(model, state, shown) {
  const year = state.year ? `, in ${state.year}${shown.undated ? `; ${count(shown.undated, "undated link")} dashed` : ""}` : "";
  return `${count(shown.nodes.length, "thing")} of ${model.nodes.length.toLocaleString("en")}, ${
    count(shown.links.length, "link")} of ${model.links.length.toLocaleString("en")}${year}.`;
}

function titleOf(model, state) {
  const at = model.byKey.get(state.at), other = model.byKey.get(state.other);
  if (at && state.show === "ego") return `${at.name} and what is within ${count(state.steps, "step")}`;
  if (at && other && state.show === "path") return `From ${at.name} to ${other.name}`;
  if (at && other && state.show === "pair") return `${at.name} and ${other.name}`;
  return model.about.title || "";
}

// How the places of the layout become places on the paper: as large as fits, never larger than on the screen.
function frameOf(spots) {
  const side = (pick, turn) => spots.reduce((best, spot) => Math.max(best, turn * pick(spot) + spot.radius), -Infinity);
  const left = -side(({ x }) => x, -1), right = side(({ x }) => x, 1), top = -side(({ y }) => y, -1), bottom = side(({ y }) => y, 1);
  if (!spots.length) return { scale: 1, right: 0, down: 0, tall: WIDE * FLATTEST };
  const wide = right - left, high = bottom - top, room = WIDE - 2 * EDGE;
  const tall = Math.round(Math.min(Math.max((high / wide) * room + 2 * EDGE, WIDE * FLATTEST), WIDE * TALLEST));
  const scale = Math.min(room / wide, (tall - 2 * EDGE) / high, 1.5);
  return { scale, tall, right: WIDE / 2 - scale * (left + right) / 2, down: tall / 2 - scale * (top + bottom) / 2 };
}

function markOf(node, look, { scale, right, down }) {
  const { x, y } = look.place(node), radius = Math.max(look.radius(node) * scale, SMALLEST);
  return { node, x: round2(x * scale + right), y: round2(y * scale + down), radius, colour: look.colour(node), shape: look.shape(node) };
}

const nameOf = (node, rank, { at, other }) => (
  node.key === at || node.key === other ? { text: node.name, rank: -1, bold: true } : { text: short(node.name), rank, bold: false });

function linksDrawn(links, marks, state) {
  const places = new Map(marks.map((mark) => [mark.node, mark]));
  const lines = links.map((link) => {
    const from = places.get(link.from), to = places.get(link.to), undated = state.year && !link.start && !link.end;
    return xmlTag("path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, "data-key": link.key, "stroke-dasharray": undated ? "4 3" : "" });
  });
  return xmlTag("g", { id: "links", fill: "none", stroke: "#7d8a97", "stroke-width": 0.8, "stroke-opacity": links.length > 1500 ? 0.3 : 0.55 }, ...lines);
}

function marksDrawn(marks, { at, other }) {
  return xmlTag("g", { id: "things", stroke: "#ffffff", "stroke-width": 0.8 }, ...marks.map(({ node, x, y, radius, colour, shape }) => (
    xmlTag("path", { d: shapePath(shape, x, y, radius), fill: colour, "data-key": node.key, ...(node.key === at || node.key === other ? CHOSEN : {}) },
      xmlTag("title", {}, xmlText(node.name))))));
}

const CHOSEN = { stroke: "#1c2733", "stroke-width": 2.5 };

const namesDrawn = (names) => xmlTag("g", { id: "names", stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" },
  ...names.map(({ mark, x, y, height }) => written(mark.text, x, y + height * 0.78, mark.bold ? { "font-size": 14, "font-weight": 600 } : {})));

const written = (text, x, y, more = {}) => xmlTag("text", { x: round2(x), y: round2(y), ...more }, xmlText(text));

// Kinds with their shapes, or communities with their colours, each with how many are shown.
function legendOf(model, state, { nodes }) {
  const entries = state.colour === "community" ? communityEntries(model, nodes) : kindEntries(model, nodes);
  let x = EDGE, y = LINE;
  const drawn = entries.map(({ colour, shape, words }) => {
    const wide = words.length * LETTER + 34;
    if (x > EDGE && x + wide > WIDE - EDGE) [x, y] = [EDGE, y + LINE];
    const entry = xmlTag("path", { d: shapePath(shape, x + 7, y - 4, 6), fill: colour }) + written(words, x + 20, y);
    x += wide;
    return entry;
  });
  return { text: xmlTag("g", { id: "legend" }, ...drawn), tall: entries.length ? y : 0 };
}

function kindEntries(model, nodes) {
  const counts = countedBy(nodes, ({ kind }) => kind);
  return model.kinds.filter(({ kind }) => counts.has(kind))
    .map(({ kind, name, colour, shape }) => ({ colour, shape, words: `${name} (${counts.get(kind)})` }));
}

function communityEntries(model, nodes) {
  const counts = countedBy(nodes, ({ community }) => (model.communities[community] ? community : -1));
  return [...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b)
    .map((number) => ({ colour: communityColour(number), shape: "dot", words: `${short(model.communities[number] || "No community", 60)} (${counts.get(number)})` }));
}

function countedBy(nodes, pick) {
  const counts = new Map();
  for (const node of nodes) counts.set(pick(node), (counts.get(pick(node)) || 0) + 1);
  return counts;
}

// The date of the data and how to cite it, in lines that fit.
function footOf({ about }, top) {
  const words = [about.cite, about.note, about.date && !(about.cite || "").includes(about.date) ? `Data of ${about.date}.` : ""].filter(Boolean).join(" ");
  const lines = wrapped(words, Math.floor((WIDE - 2 * EDGE) / LETTER));
  const text = lines.map((line, number) => written(line, EDGE, top + 30 + number * 17, { fill: "#4d5b69" })).join("");
  return { text, tall: Math.round(top + 44 + lines.length * 17) };
}

function wrapped(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
