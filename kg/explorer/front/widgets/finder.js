// A field that finds a thing by its name, as the combobox of WAI-ARIA: arrows move among the matches, Enter takes one.

import { matchesOf, nameFound } from "../core/search.js";
import { count, numeral, spoken } from "../core/text.js";
import { el } from "./dom.js";
import { kindSwatch } from "./swatches.js";

const MOST_HITS = 30;

// `take(node)` hears what was chosen; `id` names the field, its list is `${id}-hits` or what `ids` says.
export function finder(app, { words, id, hits: list, found: status, take, hint = "" }) {
  const input = el("input", "", {
    type: "search", id, role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: hint,
    "aria-expanded": "false", "aria-controls": list, "aria-autocomplete": "list", "aria-describedby": status,
  });
  const box = el("ul", "", { id: list, role: "listbox", "aria-label": `${words}: matches`, class: "hits", hidden: true });
  const told = el("p", "", { id: status, class: "soft told" });
  const own = { app, input, box, told, take, found: [], active: -1 };
  input.addEventListener("input", () => offerMatches(own));
  input.addEventListener("keydown", (event) => finderKey(own, event));
  input.addEventListener("focus", () => { if (own.found.length) unfoldMatches(own, true); });
  input.addEventListener("blur", () => unfoldMatches(own, false));
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus while one clicks
  return el("div", "", { class: "finder" }, el("label", words, { for: id }), input, told, box);
}

function offerMatches(own) {
  const text = own.input.value.trim(), all = matchesOf(own.app.model.nodes, text);
  own.found = all.slice(0, MOST_HITS);
  own.box.replaceChildren(...own.found.map((node, at) => matchOption(own, node, at, text)));
  own.told.textContent = matchWords(text, all.length);
  if (text) own.app.say(own.told.textContent);
  markMatch(own, -1);
  unfoldMatches(own, own.found.length > 0);
}

function matchWords(text, number) {
  if (!text) return "";
  if (!number) return `Nothing here is called “${text}”. Try fewer letters, or the name in English.`;
  return number > MOST_HITS ? `the first ${MOST_HITS} of ${numeral(number)} matches` : count(number, "match", "matches");
}

function matchOption(own, node, at, text) {
  const also = nameFound(node, text), kind = own.app.model.kinds.find((each) => each.kind === node.kind);
  const made = el("li", "", { role: "option", id: `${own.box.id}-${at}`, "aria-selected": "false", "data-key": node.key },
    kindSwatch(kind), el("span", node.name, { dir: "auto" }), el("span", ` · ${spoken(node.type)}`, { class: "soft" }),
    ...(also ? [el("span", ` (${also})`, { class: "soft", dir: "auto" })] : []));
  made.addEventListener("click", () => takeMatch(own, node));
  return made;
}

function finderKey(own, event) {
  const { length } = own.found, open = !own.box.hidden;
  const moves = {
    ArrowDown: () => (own.active + 1) % length,
    ArrowUp: () => (own.active <= 0 ? length - 1 : own.active - 1),
    ...(own.active >= 0 ? { Home: () => 0, End: () => length - 1 } : {}),
  };
  if (event.key === "Enter") takeMatch(own, own.found[Math.max(0, own.active)]);
  else if (event.key === "Escape") leaveMatches(own, event);
  else if (event.key in moves && length) {
    event.preventDefault();
    unfoldMatches(own, true);
    markMatch(own, open || event.key === "ArrowUp" ? moves[event.key]() : Math.max(own.active, 0));
  }
}

// Escape folds the matches; a second one empties the field.
function leaveMatches(own, event) {
  event.preventDefault();
  if (own.box.hidden) {
    own.input.value = "";
    offerMatches(own);
  }
  unfoldMatches(own, false);
}

function markMatch(own, active) {
  own.active = active;
  [...own.box.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
  const option = own.box.children[active];
  if (option) option.scrollIntoView({ block: "nearest" });
  if (option) own.input.setAttribute("aria-activedescendant", option.id);
  else own.input.removeAttribute("aria-activedescendant");
}

function unfoldMatches(own, open) {
  own.box.hidden = !open;
  own.input.setAttribute("aria-expanded", String(open));
  if (!open) markMatch(own, -1);
}

function takeMatch(own, node) {
  if (!node) return;
  unfoldMatches(own, false);
  own.take(node);
}
