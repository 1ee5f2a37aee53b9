// The first tab: collectives linked by the cities they share, what the page holds, and where to begin.

import { count } from "../core/text.js";
import { textMeasure } from "../drawing/strokes.js";
import { hearColours } from "../widgets/colours.js";
import { button, dark, el, svg } from "../widgets/dom.js";
import { tipOf } from "../widgets/tip.js";
import { hasScreen, pageData, pageLead } from "./about.js";
import { screenDrawing, screenWords } from "./drawing.js";
import { screenOf } from "./scene.js";

export function overviewView(host, app) {
  const parts = overviewParts(host, app), own = { screen: null, measure: textMeasure(el("canvas").getContext("2d")) };
  const draw = () => own.screen && drawScreen(parts, own, app);
  new ResizeObserver(draw).observe(parts.stage);
  hearColours(draw);
  listenScreen(parts, own, app);
  return { update: () => {
    own.screen = screenOf(app.model, app.state, app.shown);
    parts.caption.textContent = own.screen.caption;
    parts.drawing.setAttribute("aria-label", `Picture of the collectives: ${own.screen.caption}. They are listed below it.`);
    showCollectives(parts.list, own.screen, app);
    draw();
  } };
}

function overviewParts(host, app) {
  const caption = el("p", "", { class: "caption", dir: "auto" }), drawing = svg("svg", { class: "drawing", role: "img" });
  const stage = el("div", "", { class: "stage" }, drawing), list = el("details", "", { class: "alone" });
  const whole = el("div", "", { class: "buttons" }, button("Whole graph", () => app.go({ tab: "graph" }), { id: "whole" }));
  const start = el("div", "", { class: "start" }, pageData(app.model));
  if (hasScreen(app.model)) host.append(pageLead(app.model), el("div", "", { class: "bar" }, caption, whole), stage, list, start);
  else host.append(pageLead(app.model), whole, start);
  return { caption, drawing, stage, list, tip: tipOf(stage) };
}

function drawScreen({ stage, drawing }, { screen, measure }, app) {
  const size = { width: stage.clientWidth, height: stage.clientHeight };
  if (!size.width || !size.height) return;
  drawing.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  drawing.replaceChildren(...screenDrawing(app, screen, { size, measure, isDark: dark() }));
}

function showCollectives(list, { nodes }, app) {
  const items = () => nodes.map((node) => el("li", "", {}, button(node.name, () => app.go({ at: node.key }))));
  const fill = () => list.open && list.childElementCount < 2 && list.append(el("ul", "", {}, ...items()));
  list.replaceChildren(el("summary", `${count(nodes.length, "collective")} as a list`));
  list.ontoggle = fill;
  fill();
}

function listenScreen({ drawing, stage, tip }, own, app) {
  drawing.addEventListener("click", ({ target }) => {
    const node = app.model.nodes[target.dataset.number];
    if (node || app.state.at) app.go({ at: node ? node.key : "" });
  });
  drawing.addEventListener("pointermove", (event) => {
    const box = stage.getBoundingClientRect(), words = screenWords(event.target, app.model, own.screen);
    if (words) tip.show(words, event.clientX - box.left, event.clientY - box.top);
    else tip.hide();
  });
  drawing.addEventListener("pointerleave", tip.hide);
}
