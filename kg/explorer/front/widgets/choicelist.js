// Groups of the left panel: folded or not as the reader left them, and lists of values of which some may be chosen.

import { numeral, plain } from "../core/text.js";
import { el, narrow, tick } from "./dom.js";

const FOLDS = "citykg folds", SEARCHED = 12; // a longer list can be searched

// A group that remembers whether it is open; on a narrow screen all are folded at first.
export function foldable(id, title, open, fill) {
  const own = el("details", "", { id }, el("summary", title));
  const fillOnce = () => { if (own.open && own.childElementCount === 1) own.append(...fill()); };
  own.open = narrow() ? false : rememberedFold(id, open);
  own.addEventListener("toggle", () => {
    fillOnce();
    if (!narrow()) rememberFold(id, own.open);
  });
  fillOnce();
  return own;
}

// A list of ticks for one field of the state; {element, update}. Nothing chosen means all.
export function choiceList(app, { field, words, options }) {
  const ticks = options.map((option) => choiceTick(app, field, option));
  const box = el("div", "", { class: "choices", role: "group", "aria-label": words }, ...ticks.map(({ label }) => label));
  const search = options.length > SEARCHED ? [choiceSearch(words, ticks)] : [];
  const update = () => {
    const chosen = new Set(app.state[field]);
    for (const { input, value } of ticks) input.checked = chosen.has(value);
  };
  update();
  return { elements: [...search, box], update };
}

function choiceTick(app, field, { value, words, number, group }) {
  const label = tick(words, false, (checked) => {
    const others = app.state[field].filter((each) => each !== value);
    app.go({ [field]: checked ? [...others, value] : others });
  }, { "data-value": value });
  label.append(el("span", numeral(number), { class: "number" }));
  return { label, value, input: label.querySelector("input"), plain: plain(`${words} ${group}`) };
}

function choiceSearch(words, ticks) {
  const input = el("input", "", { type: "search", "aria-label": `Find among: ${words}`, placeholder: "Find", autocomplete: "off" });
  input.addEventListener("input", () => {
    const wanted = plain(input.value);
    for (const each of ticks) each.label.hidden = !each.plain.includes(wanted) && !each.input.checked;
  });
  return input;
}

// A page that may not keep anything, as in a frame, has its groups as at first.
function rememberedFold(id, open) {
  try {
    const known = JSON.parse(localStorage.getItem(FOLDS) || "{}");
    return typeof known[id] === "boolean" ? known[id] : open;
  } catch {
    return open;
  }
}

function rememberFold(id, open) {
  try {
    localStorage.setItem(FOLDS, JSON.stringify({ ...JSON.parse(localStorage.getItem(FOLDS) || "{}"), [id]: open }));
  } catch {
    // nothing is kept then
  }
}
