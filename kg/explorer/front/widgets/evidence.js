// Where something is said: source, section and passage, and its words where the page has them.

import { webAddress, whereSaid } from "../core/text.js";
import { sourceWords } from "../files/citation.js";
import { el } from "./dom.js";
import { foldedItems, foldedList } from "./folding.js";

const FEW_PLACES = 2, FEW_SOURCES = 20;

export function placesOf(row) {
  const [first, rest] = foldedItems(row.evidence, FEW_PLACES, placeLine, "span");
  return [...first, ...rest];
}

function placeLine(place) {
  const title = place.source ? place.source.title : "";
  const quote = place.words ? [el("q", place.words, { dir: "auto", class: "quote" })] : [];
  return el("span", whereSaid(place), { class: "where", dir: "auto", ...(title ? { title } : {}) }, ...quote);
}

export function sourceList(known) {
  return foldedList(known, FEW_SOURCES, sourceItem);
}

function sourceItem(source) {
  const address = webAddress(source.address);
  const words = el("span", sourceWords({ ...source, address: "" }), { dir: "auto" });
  return el("li", "", {}, el("b", source.key, { dir: "auto" }), " ", words, ...(address ? [" ", addressLink(source, address)] : []));
}

const addressLink = ({ key }, href) => el("a", "Open the source", {
  href, rel: "noreferrer noopener", target: "_blank", "aria-label": `Open the source ${key}`, class: "address" });
