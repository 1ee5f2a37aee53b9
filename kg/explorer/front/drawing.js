// The picture of what is shown as an SVG that stands alone: title, links, marks, names, legend, date and how to cite.

import { placeLabels } from "./labels.js";
import { communityColour, shapePath } from "./looks.js";
import { count, short } from "./text.js";
import { XML_HEAD, xmlTag, xmlText } from "./xml.js";

// Pixels at the size of a screen; a PNG is drawn twice as large.
const PAPER = { wide: 1500, edge: 36, head: 92, line: 22, flattest: 0.45, tallest: 1.15, smallest: 2.6, letter: 6.6, many: 1500 };
const PAPER_INK = "#1c2733", PAPER_SOFT = "#4d5b69", PAPER_TIE = "#7d8a97";
const PAPER_FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const round2 = (number) => Math.round(number * 100) / 100;

// `look` as for GEXF; `measure(text, bold)` is the width of a name in pixels. The same page and state give the same text.
export function drawingOf(model, state, shown, look, measure) {
  const frame = paperFrame(shown.nodes.map((node) => ({ ...look.place(node), radius: look.radius(node) })));
  const marks = shown.nodes.map((node) => paperMark(node, look, frame)).sort((a, b) => b.radius - a.radius || a.node.number - b.node.number);
  marks.forEach((mark, rank) => Object.assign(mark, markName(mark.node, rank, state)));
  const names = placeLabels(marks, { width: PAPER.wide, height: frame.tall, measure });
  const legend = legendOf(model, state, shown), foot = footOf(model, legend.tall);
  const tall = PAPER.head + frame.tall + foot.tall, title = titleOf(model, state);
  return paperSvg(tall, title, drawingWords(model, state, shown),
    movedDown(PAPER.head, linksDrawn(shown.links, marks, state), marksDrawn(marks, state), namesDrawn(names)),
    movedDown(PAPER.head + frame.tall, legend.text, foot.text));
}

function paperSvg(tall, title, words, ...parts) {
  const root = { xmlns: "http://www.w3.org/2000/svg", width: PAPER.wide, height: tall, viewBox: `0 0 ${PAPER.wide} ${tall}`, role: "img" };
  const type = { "font-family": PAPER_FONT, "font-size": 12, fill: PAPER_INK };
  return XML_HEAD + xmlTag("svg", { ...root, "aria-labelledby": "title description", ...type },
    xmlTag("title", { id: "title" }, xmlText(title)), xmlTag("desc", { id: "description" }, xmlText(words)),
    xmlTag("rect", { width: PAPER.wide, height: tall, fill: "#ffffff" }),
    svgText(title, PAPER.edge, 44, { "font-size": 22, "font-weight": 600 }),
    svgText(words, PAPER.edge, 70, { fill: PAPER_SOFT, "font-size": 14 }), ...parts);
}

const movedDown = (down, ...parts) => xmlTag("g", { transform: `translate(0 ${down})` }, ...parts);

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

// How the places of the layout become places on the paperSvg: as large as fits, never larger than on the screen.
function paperFrame(spots) {
  if (!spots.length) return { scale: 1, right: 0, down: 0, tall: PAPER.wide * PAPER.flattest };
  const rim = (pick) => spots.reduce((best, spot) => Math.max(best, pick(spot) + spot.radius), -Infinity);
  const left = -rim(({ x }) => -x), right = rim(({ x }) => x), top = -rim(({ y }) => -y), bottom = rim(({ y }) => y);
  const wide = right - left, high = bottom - top, room = PAPER.wide - 2 * PAPER.edge;
  const tall = Math.round(Math.min(Math.max((high / wide) * room + 2 * PAPER.edge, PAPER.wide * PAPER.flattest), PAPER.wide * PAPER.tallest));
  const scale = Math.min(room / wide, (tall - 2 * PAPER.edge) / high, 1.5);
  return { scale, tall, right: PAPER.wide / 2 - scale * (left + right) / 2, down: tall / 2 - scale * (top + bottom) / 2 };
}

function paperMark(node, look, { scale, right, down }) {
  const { x, y } = look.place(node), radius = Math.max(look.radius(node) * scale, PAPER.smallest);
  return { node, x: round2(x * scale + right), y: round2(y * scale + down), radius, colour: look.colour(node), shape: look.shape(node) };
}

const markName = (node, rank, { at, other }) => (
  node.key === at || node.key === other ? { text: node.name, rank: -1, bold: true } : { text: short(node.name), rank, bold: false });

function linksDrawn(links, marks, state) {
  const places = new Map(marks.map((mark) => [mark.node, mark]));
  const lines = links.map((link) => {
    const from = places.get(link.from), to = places.get(link.to), undated = state.year && !link.start && !link.end;
    return xmlTag("path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, "data-key": link.key, "stroke-dasharray": undated ? "4 3" : "" });
  });
  const faint = links.length > PAPER.many ? 0.3 : 0.55;
  return xmlTag("g", { id: "links", fill: "none", stroke: PAPER_TIE, "stroke-width": 0.8, "stroke-opacity": faint }, ...lines);
}

function marksDrawn(marks, { at, other }) {
  const drawn = marks.map(({ node, x, y, radius, colour, shape }) => {
    const chosen = node.key === at || node.key === other ? PAPER_CHOSEN : {};
    const own = { d: shapePath(shape, x, y, radius), fill: colour, "data-key": node.key };
    return xmlTag("path", { ...own, ...chosen }, xmlTag("title", {}, xmlText(node.name)));
  });
  return xmlTag("g", { id: "things", stroke: "#ffffff", "stroke-width": 0.8 }, ...drawn);
}

const PAPER_CHOSEN = { stroke: PAPER_INK, "stroke-width": 2.5 };

const HALO = { stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
const namesDrawn = (names) => xmlTag("g", { id: "names", ...HALO },
  ...names.map(({ mark, x, y, height }) => svgText(mark.text, x, y + height * 0.78, mark.bold ? PAPER_BOLD : {})));
const PAPER_BOLD = { "font-size": 14, "font-weight": 600 };

const svgText = (text, x, y, more = {}) => xmlTag("text", { x: round2(x), y: round2(y), ...more }, xmlText(text));

// Kinds with their shapes, or communities with their colours, each with how many are shown.
function legendOf(model, state, { nodes }) {
  const entries = state.colour === "community" ? communityEntries(model, nodes) : kindEntries(model, nodes);
  let x = PAPER.edge, y = PAPER.line;
  const drawn = entries.map(({ colour, shape, words }) => {
    const wide = words.length * PAPER.letter + 34;
    if (x > PAPER.edge && x + wide > PAPER.wide - PAPER.edge) [x, y] = [PAPER.edge, y + PAPER.line];
    const entry = xmlTag("path", { d: shapePath(shape, x + 7, y - 4, 6), fill: colour }) + svgText(words, x + 20, y);
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
  const wordsOf = (number) => `${short(model.communities[number] || "No community", 60)} (${counts.get(number)})`;
  return [...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b)
    .map((number) => ({ colour: communityColour(number), shape: "dot", words: wordsOf(number) }));
}

function countedBy(nodes, pick) {
  const counts = new Map();
  for (const node of nodes) counts.set(pick(node), (counts.get(pick(node)) || 0) + 1);
  return counts;
}

// The date of the data and how to cite it, in lines that fit.
function footOf({ about }, top) {
  const dated = about.date && !(about.cite || "").includes(about.date) ? `Data of ${about.date}.` : "";
  const words = [about.cite, about.note, dated].filter(Boolean).join(" ");
  const lines = wrappedWords(words, Math.floor((PAPER.wide - 2 * PAPER.edge) / PAPER.letter));
  const text = lines.map((line, number) => svgText(line, PAPER.edge, top + 30 + number * 17, { fill: PAPER_SOFT })).join("");
  return { text, tall: Math.round(top + 44 + lines.length * 17) };
}

function wrappedWords(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
