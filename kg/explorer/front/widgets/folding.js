// Long lists: the first few, and the others when they are asked for.

import { button, el } from "./dom.js";

// `make` turns an item into an element; the others are made when they are first unfolded.
export function foldedItems(items, few, make, tag) {
  const first = items.slice(0, few).map(make);
  if (items.length <= few) return [first, []];
  const rest = el(tag, "", { hidden: true }), words = `+${items.length - few} more`;
  const more = button(words, () => {
    if (!rest.childElementCount) rest.append(...items.slice(few).map(make));
    rest.hidden = !rest.hidden;
    more.textContent = rest.hidden ? words : "show fewer";
    more.setAttribute("aria-expanded", String(!rest.hidden));
  }, { class: "more", "aria-expanded": "false" });
  return [first, [rest, more]];
}

export function foldedList(items, few, make, attributes = {}) {
  const [first, rest] = foldedItems(items, few, make, "ul");
  return [el("ul", "", attributes, ...first), ...rest];
}

// A folded part with a new summary; what `make` gives stands in it once it is open.
export function refillFold(fold, summary, make) {
  const fill = () => { if (fold.open && fold.childElementCount < 2) fold.append(...make()); };
  fold.replaceChildren(el("summary", summary));
  fold.ontoggle = fill;
  fill();
}
