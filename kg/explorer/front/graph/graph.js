// The Graph tab: the picture of what is shown, what it shows in words, and its buttons.

import { headingOf } from "../core/model.js";
import { count, spoken } from "../core/text.js";
import { chosenThing } from "../widgets/choosing.js";
import { hearColours } from "../widgets/colours.js";
import { button, el, pointIn } from "../widgets/dom.js";
import { refillFold } from "../widgets/folding.js";
import { tipOf } from "../widgets/tip.js";
import { sceneOf } from "./scene.js";
import { sigmaPicture, hasWebGL } from "./sigmapicture.js";
import { visPicture } from "./vispicture.js";

const SAID = "The same can be walked without the picture: by the search, and by the details, in which every neighbour is a button.";

const NO_WEBGL = "This picture is drawn by WebGL, which this browser or machine does not have. The same is in the table and on the map.";

export function graphView(host, app) {
  const parts = graphParts(host), own = { scene: null, picture: null, clicked: "", bare: false };
  startPicture(parts, own, app);
  hearColours(() => own.picture && own.scene && own.picture.take(own.scene));
  return { update: (before) => {
    own.scene = sceneOf(app.model, app.state, app.shown);
    showWords(parts, own, app, before);
    if (own.picture) drawGraph(parts, own, app, before);
  } };
}

async function startPicture(parts, own, app) {
  own.picture = await madePicture(parts, app);
  own.bare = !own.picture;
  if (own.bare) return showButtons(parts, own, app);
  listenPicture(parts, own, app);
  drawGraph(parts, own, app, null);
  parts.canvas.dataset.drawn = "true";
}

// By sigma where the page asks for it; where sigma cannot draw, nothing is loaded and the reader is sent elsewhere.
async function madePicture({ canvas }, app) {
  if (app.model.about.renderer !== "sigma") return visPicture(await app.library("vis"), canvas, app);
  if (hasWebGL()) {
    await app.library("sigma");
    return sigmaPicture(globalThis, canvas, app);
  }
  canvas.setAttribute("role", "group");
  canvas.append(el("p", NO_WEBGL, { role: "alert" }), el("div", "", { class: "buttons" },
    button("Open the table", () => app.go({ tab: "table" })), button("Open the map", () => app.go({ tab: "map" }))));
  return null;
}

function graphParts(host) {
  const caption = el("p", "", { class: "caption", dir: "auto" }), buttons = el("div", "", { class: "buttons" });
  const canvas = el("div", "", { class: "canvas", role: "img", "aria-describedby": "graph-said" });
  const alone = el("details", "", { class: "alone", hidden: true }), said = el("p", SAID, { id: "graph-said", class: "heard" });
  host.append(el("div", "", { class: "bar" }, caption, buttons), el("div", "", { class: "stage" }, canvas), said, alone);
  return { caption, buttons, canvas, alone, stage: canvas.parentElement };
}

function showWords(parts, own, app, before) {
  parts.caption.textContent = own.scene.caption;
  parts.canvas.setAttribute("aria-label", `Picture of the graph: ${own.scene.caption}`);
  if (before && before.state.show !== app.state.show) app.say(own.scene.caption);
  showButtons(parts, own, app);
  showAlone(parts.alone, own.scene.alone, app);
}

function showButtons({ buttons }, own, app) {
  const { show, at } = app.state, focused = document.activeElement?.dataset?.does, isFocused = buttons.contains(document.activeElement);
  const made = own.bare ? [] : [
    button("Fit", () => own.picture?.fit(own.scene.nodes), { "data-does": "fit", title: "Show all of it" }),
    button("+", () => own.picture?.zoom(1.4), { "data-does": "in", "aria-label": "Zoom in" }),
    button("−", () => own.picture?.zoom(1 / 1.4), { "data-does": "out", "aria-label": "Zoom out" }),
  ];
  const change = (words, next, more) => made.push(button(words, () => app.go({ show: next }), { "data-does": "focus", ...more }));
  if (own.scene.at && !show) change("Only this and its neighbours", "ego", { class: "near-only" });
  if (show && at) change("Show everything", "");
  buttons.replaceChildren(...made);
  if (isFocused) made.find(({ dataset }) => dataset.does === focused)?.focus();
}

// What no line leads to is a folded list; its buttons are made when it is opened.
function showAlone(list, nodes, app) {
  list.hidden = !nodes.length;
  const first = nodes.slice(0, 300), rest = nodes.length - first.length;
  refillFold(list, `${count(nodes.length, "thing")} without a link to anything shown`, () => [
    el("ul", "", {}, ...first.map((node) => el("li", "", {}, button(node.name, () => app.go({ at: node.key }))))),
    ...(rest ? [el("p", `and ${rest} more: the table lists them all`)] : [])]);
}

// Draws the scene, and moves to what is new in it: a view laid out anew, a thing chosen elsewhere, or what is left.
function drawGraph(parts, own, app, before) {
  const { scene, picture } = own, clicked = own.clicked;
  own.clicked = "";
  picture.take(scene);
  if (!before || viewKey(before.state) !== viewKey(app.state)) picture.fit(scene.stepped && !before ? [...scene.near] : scene.nodes);
  else if (before.state.at !== app.state.at && scene.at && clicked !== scene.at.key) picture.fit([...scene.near]);
  else if (scene.nodes.length && !picture.isSeen(scene.nodes)) picture.fit(scene.nodes);
}

const viewKey = ({ show, at, other, steps }) => (show ? JSON.stringify([show, at, other, steps]) : "");

function listenPicture({ stage }, own, app) {
  const { picture } = own, tip = tipOf(stage);
  picture.hear("click", (point) => chooseAt(picture.nodeAt(point), own, app));
  picture.hear("doubleClick", (point) => {
    const node = picture.nodeAt(point);
    if (node) app.go({ at: node.key, show: "ego" });
  });
  stage.addEventListener("pointermove", (event) => {
    const point = pointIn(stage, event);
    if (event.buttons || event.pointerType === "touch") return tip.hide();
    return showWhat(picture, tip, point, app, stage);
  });
  stage.addEventListener("pointerleave", tip.hide);
  picture.hear("move", tip.hide);
}

// A click beside everything lets go; in a comparison or a way another thing is the end of it.
function chooseAt(node, own, app) {
  own.clicked = node ? node.key : "";
  if (node) app.go(own.scene.at === node ? { at: node.key } : chosenThing(app.state, node.key));
  else if (app.state.at) app.go(chosenThing(app.state, ""));
}

function showWhat(picture, tip, point, app, stage) {
  const node = picture.nodeAt(point), link = node ? null : picture.linkAt(point);
  stage.style.cursor = node ? "pointer" : "";
  if (node) return tip.show(`${node.name} · ${spoken(node.type)}`, point.x, point.y);
  return link ? tip.show(linkWords(app.model, link), point.x, point.y) : tip.hide();
}

function linkWords(model, { from, to, relation, remark }) {
  return `${from.name} · ${headingOf(model, "out", relation).words}: ${to.name}${remark ? ` (${remark})` : ""}`;
}
