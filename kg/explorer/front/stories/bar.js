// The bar that tells a story: its text, where one is in it, and the way on and back.

import { button, el } from "../widgets/dom.js";
import { atStep, bareStory, stateOfStep, tellStep, toldStep } from "./stories.js";

export function storyPanel(host, app) {
  const bar = storyParts(app);
  host.append(bar.title, bar.words, bar.buttons);
  host.addEventListener("keydown", (event) => storyKeys(app, event));
  let begun = false;
  return {
    update() {
      updateStory(host, bar, app);
      if (!begun && bareStory(app.state, app.defaults)) queueMicrotask(() => retellStep(app, true));
      begun = true;
    },
  };
}

function storyParts(app) {
  const go = (by) => () => moveInStory(app, by);
  const back = button("Back", go(-1)), next = button("Next", go(1), { class: "story-next" });
  const again = button("Show this step again", () => { retellStep(app); next.focus(); }), close = button("Close", () => closeStory(app));
  const place = el("span", "", { class: "soft" });
  return {
    back, again, next, close, place,
    title: el("h2", "", { tabindex: "-1", dir: "auto" }),
    words: el("p", "", { "aria-live": "polite", dir: "auto" }),
    buttons: el("div", "", { class: "buttons" }, place, back, next, again, close),
  };
}

function updateStory(host, bar, app) {
  const told = toldStep(app.model, app.state);
  host.hidden = !told;
  if (told) writeStep(bar, app, told);
}

function writeStep(bar, app, { story, number, step, last }) {
  const place = `Step ${number + 1} of ${story.steps.length}`;
  bar.title.textContent = story.title;
  bar.place.textContent = place;
  const said = () => [el("span", `${place}. `, { class: "heard" }), el("span", step.text)];
  if (bar.words.lastChild?.textContent !== step.text) bar.words.replaceChildren(...said());
  if (!number && document.activeElement === bar.back) bar.next.focus();
  bar.back.disabled = !number;
  bar.next.textContent = last ? "Finish" : "Next";
  bar.again.hidden = atStep(app.state, app.defaults, { story, number });
}

function moveInStory(app, by) {
  const told = toldStep(app.model, app.state);
  if (told.number + by < 0) return;
  if (told.last && by > 0) closeStory(app);
  else tellStep(app, told.story, told.number + by);
}

function retellStep(app, replace = false) {
  const told = toldStep(app.model, app.state);
  if (told) app.go(stateOfStep(app.defaults, told.story, told.number), { replace });
}

// The page stays as the story left it; the focus goes to the open tab, since the bar is gone.
function closeStory(app) {
  app.go({ story: "", step: 0 });
  document.querySelector("#tabs [aria-selected=true]")?.focus();
  app.say("The story is closed.");
}

function storyKeys(app, event) {
  const action = { ArrowRight: () => moveInStory(app, 1), ArrowLeft: () => moveInStory(app, -1), Escape: () => closeStory(app) }[event.key];
  if (!action || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  action();
}
