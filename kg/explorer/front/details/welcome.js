// The right panel while nothing is selected: how to read the page, what it holds, how to cite it.

import { numeral, short } from "../core/text.js";
import { sortedSources } from "../files/citation.js";
import { storySection } from "../stories/stories.js";
import { el } from "../widgets/dom.js";
import { sourceList } from "../widgets/evidence.js";
import { citeButtons } from "./citing.js";

export function welcome(app) {
  const { about, sources } = app.model, known = sortedSources(sources.values());
  return [
    el("h2", "How to read this", { tabindex: -1 }), ...unknownThing(app.state.at),
    ...[about.part, about.note].filter(Boolean).map((words) => el("p", words, { dir: "auto" })),
    el("p", "Choose a thing: by search, in the picture, on the map or in the table. Here stands then what is said of it, and below each "
      + "line the source, section and passage that says it. "
      + "Neighbours are buttons, so that you can walk from thing to thing; Back returns."),
    el("p", "Where a list is not complete, somebody who is not on it may still belong to it."), ...storySection(app),
    ...countsList(about.counts || {}), ...citeLines(about), ...citeButtons(app, null), ...sourcesFold(known),
  ];
}

const citeLines = ({ cite }) => (cite ? [el("h3", "Cite"), el("p", cite, { dir: "auto" })] : []);

function sourcesFold(known) {
  const summary = el("summary", `Sources (${numeral(known.length)})`);
  return known.length ? [el("details", "", { id: "sources" }, summary, ...sourceList(known))] : [];
}

// An address may be of another page, or of another version of the data.
function unknownThing(key) {
  const words = `This page has nothing with the key “${short(key)}”. Search for its name.`;
  return key ? [el("p", words, { id: "unknown", dir: "auto" })] : [];
}

function countsList(counts) {
  const rows = Object.entries(counts).flatMap(([words, number]) => [el("dt", words), el("dd", numeral(number))]);
  const list = () => el("dl", "", { class: "counts" }, ...rows);
  return rows.length ? [el("details", "", { id: "counts" }, el("summary", "What is in the data"), list())] : [];
}
