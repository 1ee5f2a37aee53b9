// How to cite a thing of the page, or the page as a whole: in words and for BibTeX.

import { byWords, whereSaid } from "../core/text.js";

// The words name the thing, the page, where it is said and the address of what the reader sees.
// Without a thing the page itself is cited.
export function citationOf(model, node, address) {
  if (node) return thingCitation(model, node, address);
  return { plain: [model.about.cite, seenAt(address)].filter(Boolean).join(" "), bibtex: pageBibtex(model, address) };
}

// A source in the words of a list of references, whatever is known of it.
export function sourceWords({ author, title, publisher, published, address }) {
  const maker = publisher && publisher !== author ? publisher : "";
  return [author, title, maker, published].filter(Boolean).map((words) => (/[.!?]$/.test(words) ? words : `${words}.`))
    .concat(address ? [address] : []).join(" ");
}

// The sources on which all that is said of a thing rests, by key.
export function sourcesOf(node) {
  const rows = [node, ...node.facts, ...node.links.map(({ link }) => link)];
  return sortedSources(rows.flatMap((row) => row.evidence.map((place) => place.source)));
}

export function sortedSources(some) {
  return [...new Set(some)].filter(Boolean).sort((a, b) => byWords(a.key, b.key));
}

function thingCitation(model, node, address) {
  const sources = sourcesOf(node);
  const lines = [`${node.name} (${node.key}). In: ${model.about.cite}`, seenAt(address), ...ownPlaces(node)];
  const listed = sources.length ? ["Sources:", ...sources.map((source) => `- ${sourceWords(source)} [${source.key}]`)] : [];
  return { plain: [...lines, ...listed].filter(Boolean).join("\n"), bibtex: thingBibtex(model, node, sources, address) };
}

// Of a file the folders are its owner's own, and lead nobody else there: its name stays.
export const citedAddress = (address) => address.replace(/^file:[^#]*\//, "");

const seenAt = (address) => (address ? `Seen at: ${address}` : "");
const ownPlaces = (node) => (node.evidence.length ? [`Said in: ${node.evidence.map(whereSaid).join("; ")}`] : []);

// Letters with a meaning in TeX stand as themselves; braces that do not close would break the record.
const TEX = { "\\": "\\textbackslash ", "{": "\\{", "}": "\\}", "~": "\\textasciitilde ", "^": "\\textasciicircum " };
export const texWords = (text) => text.replace(/\s+/g, " ").replace(/[\\{}~^]|[&%$#_]/g, (letter) => TEX[letter] || `\\${letter}`);

function bibtexRecord(kind, key, fields) {
  const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
  return `@${kind}{${key.replace(/[^\w:.-]/g, "-")},\n${lines.join(",\n")}\n}\n`;
}

// An address stands as it is, but for braces.
const texAddress = (address) => address.replace(/[{}\\\s]/g, encodeURIComponent);

const pageBibtex = (model, address) => model.about.bibtex || bibtexRecord("misc", "citykg", {
  title: texWords(model.about.title || ""), version: texWords(model.about.version || ""), date: model.about.date,
  url: texAddress(address) });

function thingBibtex(model, node, sources, address) {
  const { about } = model;
  const own = bibtexRecord("misc", `citykg:${node.key}`, {
    title: texWords(node.name), author: "{citykg contributors}", year: (about.date || "").slice(0, 4),
    howpublished: texWords(about.cite || ""), note: texWords([node.key, ...ownPlaces(node)].join(". ")), url: texAddress(address) });
  const others = sources.map((source) => bibtexRecord("misc", source.key, {
    title: texWords(source.title), author: source.author && `{${texWords(source.author)}}`, publisher: texWords(source.publisher),
    year: source.published.slice(0, 4), url: texAddress(source.address) }));
  return [own, ...others].join("\n");
}
