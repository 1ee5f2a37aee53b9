// The left panel: search, what is shown, and every filter.

import { filterWords, filtersReset, filtersWide } from "../core/filterwords.js";
import { countryOptions, listOptions, regionOptions, relationOptions, sourceOptions } from "../core/options.js";
import { count, numeral } from "../core/text.js";
import { choiceList, foldable } from "../widgets/choicelist.js";
import { chooseThing } from "../widgets/choosing.js";
import { button, el, narrow, part } from "../widgets/dom.js";
import { finder } from "../widgets/finder.js";
import { legendBox } from "./legend.js";
import { looksBox, partsBox } from "./settings.js";

const FILTER_GROUPS = [
  { field: "relations", words: "Relations", optionsOf: relationOptions },
  { field: "countries", words: "Countries", optionsOf: countryOptions },
  { field: "regions", words: "Regions of the world", optionsOf: regionOptions },
  { field: "sources", words: "Kinds of sources", optionsOf: sourceOptions },
  { field: "lists", words: "Completeness of lists", optionsOf: listOptions },
];

export function leftPanel(host, app) {
  const legend = legendBox(app), counted = el("p", "", { id: "count", class: "soft" });
  const chips = el("ul", "", { id: "filtered", "aria-label": "Filtered by" });
  const parts = [legend], group = (id, title, open, box) => foldable(id, title, open, () => {
    const own = box(app);
    parts.push(own);
    return own.elements;
  });
  const groups = [
    foldable("fold-types", "Types", true, () => [legend.element]),
    ...FILTER_GROUPS.map(({ field, words, optionsOf }) => ({ field, words, options: optionsOf(app.model) }))
      .filter(({ options }) => options.length > 1)
      .map((choice) => group(`fold-${choice.field}`, choice.words, false, () => choiceList(app, choice))),
    group("fold-parts", "Parts of the graph", false, partsBox), group("fold-looks", "Size and colour", true, looksBox),
  ];
  const all = el("details", "", { id: "filter" }, el("summary", "Filter, size and colour"), ...groups, filterButtons(app));
  all.open = !narrow();
  host.append(searchBox(app), counted, chips, all);
  return { update: (before) => updateLeft(app, before, { parts, counted, chips }) };
}

const searchBox = (app) => finder(app, {
  words: "Search", id: "search", hits: "hits", found: "found", hint: "City, network, fund …", take: (node) => chooseThing(app, node) });

function filterButtons(app) {
  const all = button("Show all", () => app.go(filtersWide(app.model, app.defaults)),
    { id: "all", title: "Every thing of every type, and every link" });
  const reset = button("Reset", () => app.go(filtersReset(app.defaults)), { id: "reset", title: "All filters as they are at first" });
  return el("div", "", { class: "buttons" }, all, reset);
}

function updateLeft(app, before, { parts, counted, chips }) {
  for (const each of parts) each.update();
  const words = countWords(app);
  const heard = before && before.shown !== app.shown && counted.textContent && !app.playing; // no years spoken over one another
  if (heard && counted.textContent !== words) app.say(words);
  counted.textContent = words;
  updateChips(app, chips);
}

function updateChips(app, chips) {
  const held = chips.contains(document.activeElement);
  chips.replaceChildren(...filterWords(app.model, app.state, app.defaults).map(({ words, changes }) => (
    el("li", "", {}, button(words, () => app.go(changes), { class: "chip", title: `No longer: ${words}` })))));
  if (held) (chips.querySelector("button") || part("search")).focus();
}

function countWords(app) {
  const { nodes, links } = app.model, some = app.shown;
  const things = `${numeral(some.nodes.length)} of ${count(nodes.length, "thing")}`;
  return `${things}, ${numeral(some.links.length)} of ${count(links.length, "link")} shown`;
}
