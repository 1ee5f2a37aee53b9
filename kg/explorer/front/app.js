// The one state of the page: who may change it, and who hears of it.

import { filterMemory } from "./core/filters.js";
import { defaultState, formatState, parseState, sameField } from "./core/state.js";
import { unpack } from "./core/unpack.js";
import { el, part } from "./widgets/dom.js";

export function makeApp(model) {
  const defaults = defaultState(model.kinds), filtered = filterMemory(model), heard = [], libraries = new Map();
  let words = 0;
  const start = { playing: false, state: defaults, shown: filtered(defaults) };
  const app = { ...start, model, defaults, go, follow, hear, say, library, address, ever };

  // Changes what is named, writes the address, and tells every part. `replace` leaves no step for Back.
  function go(changes, { replace = false } = {}) {
    const next = Object.freeze({ ...app.state, ...changes });
    if (Object.keys(defaults).every((name) => sameField(next[name], app.state[name]))) return;
    take(next);
    try {
      history[replace ? "replaceState" : "pushState"](null, "", address(next));
    } catch {
      // inside a notebook the page has no address of its own
    }
  }

  function address(state) {
    return `#${formatState(state, defaults) || (model.about.start ? "tab=overview" : "")}`;
  }

  // Takes the state that the address names: at the start, at Back and where somebody edits it. Without an address it is
  // the view that the page opens on.
  function follow() {
    take(parseState(location.hash.length > 1 ? location.hash : model.about.start || "", defaults));
  }

  function take(next) {
    const before = { state: app.state, shown: app.shown };
    app.state = next;
    app.shown = filtered(next);
    for (const update of heard) update(before);
  }

  // What is shown of all years: the timeline and the histogram tell of other years than the chosen one.
  function ever() {
    return filtered({ ...app.state, year: 0 });
  }

  function hear(update) {
    heard.push(update);
  }

  // Says to a screen reader what has changed; the last word of a moment is the one that is heard.
  function say(text) {
    clearTimeout(words);
    words = setTimeout(() => { part("said").textContent = text; }, 150);
  }

  // A library is unpacked when it is first needed; scripts are allowed by the hash of their text.
  function library(name) {
    if (!libraries.has(name)) libraries.set(name, loadLibrary(part(`library-${name}`)));
    return libraries.get(name);
  }

  return app;
}

async function loadLibrary(packed) {
  const text = await unpack(packed.textContent);
  if (packed.dataset.form === "json") return JSON.parse(text);
  document.head.append(el("script", text));
  return globalThis[packed.dataset.global];
}
