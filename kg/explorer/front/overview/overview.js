// The first tab: collectives linked by the cities they share, what the page holds, and where to begin.

import { count } from "../core/text.js";
import { textMeasure } from "../drawing/strokes.js";
import { hearColours } from "../widgets/colours.js";
import { button, dark, el, pointIn, svg } from "../widgets/dom.js";
import { refillFold } from "../widgets/folding.js";
import { tipOf } from "../widgets/tip.js";
import { hasOverview, pageData, pageLead } from "./about.js";
import { overviewDrawing, pointedWords } from "./drawing.js";
import { overviewScene } from "./scene.js";

export function overviewView(host, app) {
  const parts = overviewParts(host, app), own = { scene: null, measure: textMeasure(el("canvas").getContext("2d")) };
  const draw = () => own.scene && drawOverview(parts, own, app);
  new ResizeObserver(draw).observe(parts.stage);
  hearColours(draw);
  listenOverview(parts, own, app);
  return { update: () => {
    own.scene = overviewScene(app.model, app.state, app.shown);
    parts.caption.textContent = own.scene.caption;
    parts.drawing.setAttribute("aria-label", `Picture of the collectives: ${own.scene.caption}. They are listed below it.`);
    showCollectives(parts.list, own.scene, app);
    draw();
  } };
}

function overviewParts(host, app) {
  const caption = el("p", "", { class: "caption", dir: "auto" }), drawing = svg("svg", { class: "drawing", role: "img" });
  const stage = el("div", "", { class: "stage" }, drawing), list = el("details", "", { class: "alone" });
  const whole = el("div", "", { class: "buttons" }, button("Whole graph", () => app.go({ tab: "graph" }), { id: "whole" }));
  const start = el("div", "", { class: "start" }, pageData(app.model));
  if (hasOverview(app.model)) host.append(pageLead(app.model), el("div", "", { class: "bar" }, caption, whole), stage, list, start);
  else host.append(pageLead(app.model), whole, start);
  return { caption, drawing, stage, list, tip: tipOf(stage) };
}

function drawOverview({ stage, drawing }, { scene, measure }, app) {
  const size = { width: stage.clientWidth, height: stage.clientHeight };
  if (!size.width || !size.height) return;
  drawing.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  drawing.replaceChildren(...overviewDrawing(app, scene, { size, measure, isDark: dark() }));
}

function showCollectives(list, { nodes }, app) {
  const items = () => nodes.map((node) => el("li", "", {}, button(node.name, () => app.go({ at: node.key }))));
  refillFold(list, `${count(nodes.length, "collective")} as a list`, () => [el("ul", "", {}, ...items())]);
}

function listenOverview({ drawing, stage, tip }, own, app) {
  drawing.addEventListener("click", ({ target }) => {
    const node = app.model.nodes[target.dataset.number];
    if (node || app.state.at) app.go({ at: node ? node.key : "" });
  });
  drawing.addEventListener("pointermove", (event) => {
    const { x, y } = pointIn(stage, event), words = pointedWords(event.target, app.model, own.scene);
    if (words) tip.show(words, x, y);
    else tip.hide();
  });
  drawing.addEventListener("pointerleave", tip.hide);
}
