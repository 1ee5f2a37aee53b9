// What the page says of itself: what the reader sees, what the data hold, how to cite them, and pages beside this one.

import { count, numeral } from "../core/text.js";
import { el } from "../widgets/dom.js";

const READING = "Each mark is a network, an instrument such as a declaration, or a fund: the more is linked with it, the larger. "
  + "A line joins two that share cities: the thicker, the more they share; dashed, where chance alone could explain it. "
  + "Select one to read what is said of it, and where.";

export const hasOverview = (model) => model.nodes.some(({ spot }) => spot);

// A heading and a paragraph on what the reader sees.
export function pageLead(model) {
  const title = hasOverview(model) ? "Who gathers the same cities" : "What is here";
  const words = paragraphs([model.about.part, hasOverview(model) ? READING : wholeWords(model)]);
  return el("div", "", { class: "lead" }, el("h2", title), ...words, ...methodLines(model));
}

function methodLines({ about }) {
  if (!about.backbone) return [];
  return [el("details", "", {}, el("summary", "How these lines were chosen"), el("p", about.backbone, { dir: "auto" }))];
}

export function pageData({ about, files }) {
  const counts = Object.entries(about.counts || {}).map(([name, number]) => `${numeral(number)} ${name}`).join(", ");
  const edition = [["Version", about.version], ["of", about.date], ["as of", about.asOf]].filter(([, value]) => value);
  const words = [counts && `${counts}.`, edition.length && `${edition.flat().join(" ")}.`, about.note];
  const lines = [el("h3", "The data"), ...paragraphs(words), ...citeLines(about), ...fileLines(files, about.part)];
  return el("section", "", { class: "data", "aria-label": "The data" }, ...lines);
}

const paragraphs = (texts) => texts.filter(Boolean).map((text) => el("p", text, { dir: "auto" }));

function wholeWords({ nodes, links }) {
  return `This page holds ${count(nodes.length, "thing")} and ${count(links.length, "link")} between them. Search for a thing, `
    + "read what is said of it and where, or begin with the whole graph.";
}

function citeLines({ cite }) {
  return cite ? [el("h3", "How to cite"), el("p", cite, { class: "cite", dir: "auto" })] : [];
}

// Pages beside this one are named by the program; an address of another kind is no link.
function fileLines(files, part) {
  const known = (files || []).filter(({ file }) => !/^([a-z]+:|\/\/)/i.test(file));
  const items = known.map(({ name, file }) => el("li", "", {}, el("a", name, { href: encodeURI(file), dir: "auto" })));
  const why = part ? [] : [el("p", "All of this is much for one picture. These pages are smaller:")];
  return items.length ? [el("h3", "Pages of their own"), ...why, el("ul", "", { class: "files" }, ...items)] : [];
}
