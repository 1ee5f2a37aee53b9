// What one can do with the selected thing: see it alone, look for the way to another, compare it, cite it.

import { filtersReset } from "../core/filterwords.js";
import { focusDetails, letGo } from "../widgets/choosing.js";
import { copyText } from "../widgets/copying.js";
import { button, chooser, el, narrow, part } from "../widgets/dom.js";
import { finder } from "../widgets/finder.js";

export function actionButtons(app, node, host) {
  const alone = app.state.show === "ego";
  const near = () => (alone ? app.go({ show: "", other: "" }) : seeAlone(app));
  const ego = button("Only this and its neighbours", near, { id: "ego", "aria-pressed": String(alone) });
  const second = el("div", "", { class: "second" });
  const asks = (show, words) => button(words, (own) => askSecond(app, second, show, words, own), { id: show, "aria-expanded": "false" });
  return [
    el("div", "", { class: "buttons" }, ego, asks("path", "Path to…"), asks("pair", "Compare with…"),
      button("Close", () => letGo(app), { id: "close" })),
    ...(alone ? [stepsChooser(app)] : []), second,
  ];
}

// The first screen has only collectives: what lies around a thing, or between two, is seen in the graph.
const seenInGraph = ({ state }) => (state.tab === "overview" ? { tab: "graph" } : {});

// On a phone the picture is far above the button, so it is brought there; a keyboard's focus is not left behind.
function seeAlone(app) {
  app.go({ show: "ego", other: "", ...seenInGraph(app) });
  if (narrow() && matchMedia("(pointer: coarse)").matches) part("views").scrollIntoView();
}

// Why the picture lacks the selected thing, and what brings it back.
export function hiddenHint(app, node) {
  if (app.shown.node[node.number]) return [];
  const { kinds } = app.state, { name } = app.model.kinds.find(({ kind }) => kind === node.kind);
  const [words, offer, changes] = kinds.includes(node.kind)
    ? ["The filters leave it out of what is shown.", "Reset the filters", filtersReset(app.defaults)]
    : [`${name} are hidden now.`, `Show ${name.toLowerCase()}`, { kinds: [...kinds, node.kind] }];
  return [el("p", `${words} `, { class: "soft" }, button(offer, () => app.go(changes), { id: "unhide" }))];
}

function stepsChooser(app) {
  const steps = [...new Set([1, 2, 3, app.state.steps])].map((number) => [number, String(number)]);
  return chooser("Steps", steps, app.state.steps, (value) => app.go({ steps: Number(value) }), { id: "steps" });
}

// The field for the second thing, below the buttons; the same button takes it away.
function askSecond(app, box, show, words, own) {
  const open = own.getAttribute("aria-expanded") === "true";
  for (const other of own.parentElement.querySelectorAll("[aria-expanded]")) other.setAttribute("aria-expanded", "false");
  box.replaceChildren();
  if (open) return;
  own.setAttribute("aria-expanded", "true");
  box.append(finder(app, { words: words.replace("…", ""), id: "second", hits: "second-hits", found: "second-found", take: (node) => {
    app.go({ show, other: node.key, ...seenInGraph(app) });
    focusDetails();
  } }));
  box.querySelector("input").focus();
}

// The other end of a pair or a way: turned round, or left.
export function pairButtons(app, at, other) {
  const swap = button("Swap", () => {
    app.go({ at: other.key, other: at.key });
    app.say(`${other.name} and ${at.name}`);
  }, { id: "swap" });
  const turn = app.state.show === "path" ? ["pair", "Compare them"] : ["path", "The way between them"];
  return [el("div", "", { class: "buttons" }, swap, button(turn[1], () => app.go({ show: turn[0] }), { id: "turn" }),
    button("End", () => { app.go({ show: "", other: "" }); focusDetails(); }, { id: "end" }))];
}

export function copyLinkButton(app) {
  return button("Copy link", () => copyText(app, viewAddress(app), "Link"), { id: "copy-link" });
}

// The address of this very view; a page inside a notebook has none of its own, and gives what comes after it.
export function viewAddress(app) {
  const own = app.address(app.state), page = location.href.split("#")[0];
  return page.startsWith("about:") ? own : page + own;
}
