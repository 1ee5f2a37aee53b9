// The picture of what is shown as an SVG that stands alone: title, links, marks, names, legend, date and how to cite.

import { countedBy } from "../core/groups.js";
import { numeral, rounded, short } from "../core/text.js";
import { placeLabels } from "../drawing/labels.js";
import { linePath } from "../drawing/lines.js";
import { communityColour, shapePath } from "../drawing/looks.js";
import { XML_HEAD, xmlTag, xmlText } from "./xml.js";

// Pixels at the size of a screen; a PNG is drawn twice as large.
const PAPER = { wide: 1500, edge: 36, head: 92, line: 22, flattest: 0.45, tallest: 1.15, smallest: 2.6, letter: 6.6, many: 1500 };
const PAPER_INK = "#1c2733", PAPER_SOFT = "#4d5b69", PAPER_TIE = "#7d8a97";
const PAPER_FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

// A figure is {title, words, nodes, lines, place, radius, colour, shape, ends, most}: the things with the main ones first,
// lines as {key, from, to, bend, dashed, front, width, head}, and how large it may be drawn at most. It may have a `frame`
// of its own, XML `under` its marks, an order in which they are `drawn`, how many `names` there may be and which marks
// have one or step back, and a `note`. `measure(text, bold)` is the width of a name in pixels. The same figure gives the
// same text.
export function drawingOf(model, state, figure, measure) {
  const spots = () => figure.nodes.map((node) => ({ ...figure.place(node), radius: figure.radius(node) }));
  const frame = figure.frame || paperFrame(spots(), figure.most);
  const marks = figure.nodes.map((node, rank) => ({ ...paperMark(node, figure, frame), ...markName(node, rank, figure) }));
  const names = placeLabels(marks, { width: PAPER.wide, height: frame.tall, measure, most: figure.names || 120 });
  const words = wrappedWords(figure.words, 7.4), head = PAPER.head + (words.length - 1) * 19;
  const legend = legendOf(model, state, figure.nodes), foot = footOf(model, figure, legend.tall);
  return paperSvg(head + frame.tall + foot.tall, figure.title, words,
    pictureArea(head, frame.tall, figure.under, linesDrawn(figure.lines, marks), marksDrawn(marks, figure), namesDrawn(names)),
    movedDown(head + frame.tall, legend.text, foot.text));
}

function paperSvg(tall, title, words, ...parts) {
  const root = { xmlns: "http://www.w3.org/2000/svg", width: PAPER.wide, height: tall, viewBox: `0 0 ${PAPER.wide} ${tall}`, role: "img" };
  const type = { "font-family": PAPER_FONT, "font-size": 12, fill: PAPER_INK };
  return XML_HEAD + xmlTag("svg", { ...root, "aria-labelledby": "title description", ...type },
    xmlTag("title", { id: "title" }, xmlText(title)), xmlTag("desc", { id: "description" }, xmlText(words.join(" "))),
    xmlTag("rect", { width: PAPER.wide, height: tall, fill: "#ffffff" }),
    svgText(title, PAPER.edge, 44, { "font-size": 22, "font-weight": 600 }),
    ...words.map((line, number) => svgText(line, PAPER.edge, 70 + number * 19, { fill: PAPER_SOFT, "font-size": 14 })), ...parts);
}

// What lies beyond the picture is cut off.
const pictureArea = (y, height, ...parts) => xmlTag("svg", { y, width: PAPER.wide, height, overflow: "hidden" }, ...parts);
const movedDown = (down, ...parts) => xmlTag("g", { transform: `translate(0 ${down})` }, ...parts);

// How the places of the layout become places on the paper: as large as fits, never larger than on the screen.
function paperFrame(spots, most) {
  if (!spots.length) return { scale: 1, right: 0, down: 0, tall: PAPER.wide * PAPER.flattest };
  const rim = (pick) => spots.reduce((best, spot) => Math.max(best, pick(spot) + spot.radius), -Infinity);
  const left = -rim(({ x }) => -x), right = rim(({ x }) => x), top = -rim(({ y }) => -y), bottom = rim(({ y }) => y);
  const wide = right - left, high = bottom - top, room = PAPER.wide - 2 * PAPER.edge;
  const wanted = Math.min((high / wide) * room, high * most) + 2 * PAPER.edge;
  const tall = Math.round(Math.min(Math.max(wanted, PAPER.wide * PAPER.flattest), PAPER.wide * PAPER.tallest));
  const scale = Math.min(room / wide, (tall - 2 * PAPER.edge) / high, most);
  return { scale, tall, right: PAPER.wide / 2 - scale * (left + right) / 2, down: tall / 2 - scale * (top + bottom) / 2 };
}

function paperMark(node, look, { scale, right, down }) {
  const { x, y } = look.place(node), radius = Math.max(look.radius(node) * scale, PAPER.smallest);
  return { node, x: rounded(x * scale + right), y: rounded(y * scale + down), radius, colour: look.colour(node), shape: look.shape(node) };
}

function markName(node, rank, { ends, isNamed = () => true }) {
  if (ends.has(node)) return { text: node.name, rank: -1, bold: true };
  return { text: isNamed(node) ? short(node.name) : "", rank, bold: false };
}

function linesDrawn(lines, marks) {
  const places = new Map(marks.map((mark) => [mark.node, mark])), faint = lines.length > PAPER.many ? 0.3 : 0.6;
  const drawn = lines.map(({ key, from, to, bend, head, dashed, front, width }) => xmlTag("path", {
    d: linePath(places.get(from), places.get(to), bend, head), "data-key": key, "stroke-dasharray": dashed ? "4 3" : "",
    "stroke-width": width ? rounded(width) : "", ...(front ? { stroke: PAPER_INK, "stroke-opacity": 0.7 } : {}) }));
  return xmlTag("g", { id: "links", fill: "none", stroke: PAPER_TIE, "stroke-width": 0.8, "stroke-opacity": faint }, ...drawn);
}

// The main ones last, so that they are above the others, where the figure has no order of its own.
function marksDrawn(marks, { nodes, ends, drawn: order = [...nodes].reverse(), isBack = () => false }) {
  const known = new Map(marks.map((mark) => [mark.node, mark]));
  const drawn = order.map((node) => {
    const { x, y, radius, colour, shape } = known.get(node), chosen = ends.has(node) ? PAPER_CHOSEN : {};
    const own = { d: shapePath(shape, x, y, radius), fill: colour, "data-key": node.key, opacity: isBack(node) ? 0.35 : "" };
    return xmlTag("path", { ...own, ...chosen }, xmlTag("title", {}, xmlText(node.name)));
  });
  return xmlTag("g", { id: "things", stroke: "#ffffff", "stroke-width": 0.8 }, ...drawn);
}

const PAPER_CHOSEN = { stroke: PAPER_INK, "stroke-width": 2.5 };

const HALO = { stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
const namesDrawn = (names) => xmlTag("g", { id: "names", ...HALO },
  ...names.map(({ mark, x, y, height }) => svgText(mark.text, x, y + height * 0.78, mark.bold ? PAPER_BOLD : {})));
const PAPER_BOLD = { "font-size": 14, "font-weight": 600 };

const svgText = (text, x, y, more = {}) => xmlTag("text", { x: rounded(x), y: rounded(y), ...more }, xmlText(text));

// Kinds with their shapes, or communities with their colours, each with how many are shown.
function legendOf(model, state, nodes) {
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
    .map(({ kind, name, colour, shape }) => ({ colour, shape, words: `${name} (${numeral(counts.get(kind))})` }));
}

function communityEntries(model, nodes) {
  const counts = countedBy(nodes, ({ community }) => (model.communities[community] ? community : -1));
  const wordsOf = (number) => `${short(model.communities[number] || "No community", 60)} (${numeral(counts.get(number))})`;
  return [...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b)
    .map((number) => ({ colour: communityColour(number), shape: "dot", words: wordsOf(number) }));
}

// The date of the data and how to cite it, in lines that fit.
function footOf({ about }, { note }, top) {
  const dated = about.date && !(about.cite || "").includes(about.date) ? `Data of ${about.date}.` : "";
  const words = [about.cite, about.note, dated, note].filter(Boolean).join(" ");
  const lines = wrappedWords(words, PAPER.letter);
  const text = lines.map((line, number) => svgText(line, PAPER.edge, top + 30 + number * 17, { fill: PAPER_SOFT })).join("");
  return { text, tall: Math.round(top + 44 + lines.length * 17) };
}

// Words in lines that fit, where a letter is about so wide.
function wrappedWords(text, letter) {
  const lines = [""], most = (PAPER.wide - 2 * PAPER.edge) / letter;
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
