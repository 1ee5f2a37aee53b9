import assert from "node:assert/strict";
import test from "node:test";
import { defaultState, formatState, parseState } from "../../../kg/explorer/front/core/state.js";
import { atStep, bareStory, stateOfStep, tellStep, toldStep } from "../../../kg/explorer/front/stories/stories.js";
import { worldOf } from "../world.js";

const STORY = { key: "who-pays", title: "Who pays", summary: "So.", steps: [
  { text: "One.", state: { tab: "graph", at: "a", show: "ego" } },
  { text: "Two.", state: { tab: "map", kinds: ["network", "city"] } },
] };
const model = worldOf([{ key: "a", kind: "city" }], [], [], { stories: [STORY, { key: "empty", title: "", summary: "", steps: [] }] });
const defaults = defaultState(model.kinds);
const at = (changes) => ({ ...defaults, ...changes });

test("a state outside of a story tells nothing, nor does one that names a story that is not there or empty", () => {
  for (const story of ["", "nobody", "empty"]) assert.equal(toldStep(model, at({ story })), null);
});

test("a step has its number and knows whether it is the last", () => {
  assert.deepEqual(toldStep(model, at({ story: "who-pays" })), { story: STORY, number: 0, step: STORY.steps[0], last: false });
  assert.deepEqual(toldStep(model, at({ story: "who-pays", step: 1 })), { story: STORY, number: 1, step: STORY.steps[1], last: true });
});

test("a step past the end is the last one", () => {
  assert.equal(toldStep(model, at({ story: "who-pays", step: 99 })).number, 1);
});

test("the state of a step is what it says, and all else as at first", () => {
  const state = stateOfStep(defaults, STORY, 1);
  assert.deepEqual({ ...state }, { ...defaults, tab: "map", kinds: ["network", "city"], story: "who-pays", step: 1 });
});

test("the address of a step opens the same step", () => {
  const state = stateOfStep(defaults, STORY, 1);
  const read = parseState(`#${formatState(state, defaults)}`, defaults);
  assert.deepEqual({ ...read }, state);
  assert.ok(atStep(read, defaults, toldStep(model, read)));
});

test("a reader who looks elsewhere is no longer at the step, and the order of kinds is no difference", () => {
  const state = stateOfStep(defaults, STORY, 1), told = toldStep(model, state);
  assert.ok(atStep({ ...state, kinds: ["city", "network"] }, defaults, told));
  assert.ok(!atStep({ ...state, at: "a" }, defaults, told));
  assert.ok(!atStep({ ...state, kinds: ["city"] }, defaults, told));
});

test("an address with a story alone is bare, one with anything else is not", () => {
  assert.ok(bareStory(at({ story: "who-pays", step: 1 }), defaults));
  assert.ok(!bareStory(at({ story: "who-pays", tab: "map" }), defaults));
  assert.ok(!bareStory(at({ story: "who-pays", kinds: [] }), defaults));
});

test("to tell a step is to go to its state", () => {
  const gone = [];
  globalThis.matchMedia = () => ({ matches: false });
  tellStep({ defaults, go: (state) => gone.push(state) }, STORY, 0);
  assert.deepEqual(gone, [stateOfStep(defaults, STORY, 0)]);
});
