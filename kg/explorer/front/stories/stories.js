// Stories: what the graph tells step by step, each step a text and a state of the page.

import { sameField } from "../core/state.js";
import { button, el, narrow, part } from "../widgets/dom.js";

const FIRST_STORIES = 3;

// Where the reader stands: the story, the number of the step and the step itself; null outside of any story.
export function toldStep(model, state) {
  const story = model.stories.find(({ key }) => key === state.story);
  if (!story || !story.steps.length) return null;
  const number = Math.max(0, Math.min(state.step, story.steps.length - 1));
  return { story, number, step: story.steps[number], last: number === story.steps.length - 1 };
}

// The whole state of a step: what it says, and all else as it was at first.
export function stateOfStep(defaults, story, number) {
  return { ...defaults, ...story.steps[number].state, story: story.key, step: number };
}

// Whether the page still shows what the step shows, or the reader has looked elsewhere since.
export function atStep(state, defaults, told) {
  const wanted = stateOfStep(defaults, told.story, told.number);
  return Object.keys(defaults).every((name) => name === "step" || sameField(state[name], wanted[name]));
}

// Whether an address names a story and nothing else: then it means what the step shows.
export function bareStory(state, defaults) {
  return Object.keys(defaults).every((name) => name === "story" || name === "step" || sameField(state[name], defaults[name]));
}

// On a narrow screen the view moves up to where it is seen above the story.
export function tellStep(app, story, number) {
  app.go(stateOfStep(app.defaults, story, number));
  if (narrow()) part("views").scrollIntoView();
}

// The stories of a page under their heading; nothing where it has none.
export function storySection(app) {
  return app.model.stories.length ? [el("div", "", { id: "stories" }, el("h3", "Stories to start from"), storyList(app))] : [];
}

// All stories to choose from: the first three, and the others behind a button.
function storyList(app) {
  const known = app.model.stories, items = known.map((story) => storyItem(app, story));
  for (const item of items.slice(FIRST_STORIES)) item.hidden = true;
  const list = el("ul", "", { class: "stories" }, ...items);
  if (known.length <= FIRST_STORIES) return el("div", "", {}, list);
  return el("div", "", {}, list, moreStories(items.slice(FIRST_STORIES)));
}

function storyItem(app, story) {
  const title = button(story.title, () => beginStory(app, story), { class: "story-title" });
  return el("li", "", {}, title, el("p", story.summary, { dir: "auto" }));
}

// The focus goes to the story, so that the way on is the next stop of Tab.
function beginStory(app, story) {
  tellStep(app, story, 0);
  part("story").querySelector("h2").focus();
}

function moreStories(hiddenItems) {
  return button(`More stories (${hiddenItems.length})`, (own) => {
    for (const item of hiddenItems) item.hidden = false;
    own.hidden = true;
    hiddenItems[0].querySelector("button").focus();
  }, { class: "plain-button" });
}
