// Scores: value and rank, how sure the rank is, who shares it, and what the measure says.

import { PLACES } from "../core/model.js";
import { count, numeral } from "../core/text.js";
import { el } from "../widgets/dom.js";

// "rank 3 of 1,180 places, shared by 4; range 2 to 5"
export function rankWords({ rank, low, high, ties }, among = "") {
  const sure = low && high && low !== high ? `; range ${valueWords(low)} to ${valueWords(high)}` : "";
  return `rank ${valueWords(rank)}${among ? ` of ${among}` : ""}${ties > 1 ? `, shared by ${valueWords(ties)}` : ""}${sure}`;
}

// At most three digits that count: 0.0123, 12.3, 1,230.
export function valueWords(value) {
  return Number.isInteger(value) ? numeral(value) : value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

export function scoreSection(app, node) {
  const known = app.model.measures.filter(({ name }) => node.scores[name]);
  if (!known.length) return [];
  const scope = app.model.about.scored ? [el("p", app.model.about.scored, { class: "soft" })] : [];
  return [el("h3", "Scores"), ...scope, el("dl", "", { class: "scores" }, ...known.flatMap((measure) => scoreLines(app, node, measure)))];
}

function scoreLines(app, node, measure) {
  const score = node.scores[measure.name], among = amongScored(app.model, measure, node);
  const words = rankWords(score, count(among, PLACES.has(node.kind) ? "place" : "collective"));
  const said = el("span", measure.says, { class: "soft says" });
  return [el("dt", measure.title), el("dd", "", {}, el("span", valueWords(score.value)), `, ${words}`, said)];
}

// Places are ranked among places, all others among themselves. A page of a part is told how many there are in the whole;
// where nothing is told, those of the page are counted once.
export function amongScored(model, { name, among }, node) {
  const isPlace = PLACES.has(node.kind), key = `${name} ${isPlace}`;
  if (among) return among[isPlace ? 0 : 1];
  model.scored ||= new Map();
  const isAmong = (each) => each.scores[name] && PLACES.has(each.kind) === isPlace;
  if (!model.scored.has(key)) model.scored.set(key, model.nodes.filter(isAmong).length);
  return model.scored.get(key);
}
