import assert from "node:assert/strict";
import { test } from "node:test";
import { engineQueue } from "../../../kg/server/front/engine/queue.js";

// Workers that answer when they are told to.
function workers() {
  const made = [], told = [];
  const queue = engineQueue((hear) => {
    const worker = { hear, posted: [], ended: false, postMessage(data) { this.posted.push(data.query); }, terminate() { this.ended = true; } };
    made.push(worker);
    return worker;
  }, (state) => told.push(state));
  return { queue, made, told };
}

test("queries wait until the engine is open, and then run one after the other", async () => {
  const { queue, made, told } = workers(), one = queue.ask("one"), two = queue.ask("two");
  assert.deepEqual(made[0].posted, []);
  made[0].hear({ ready: true });
  assert.deepEqual([made[0].posted, told], [["one"], ["opening", "ready"]]);
  made[0].hear({ answer: 1 });
  assert.equal(await one, 1);
  made[0].hear({ answer: 2 });
  assert.equal(await two, 2);
});

test("a query that is stopped while it runs takes its worker with it, and those behind it run on another", async () => {
  const { queue, made } = workers(), stop = new AbortController();
  const hard = queue.ask("hard", "", stop.signal), next = queue.ask("next");
  made[0].hear({ ready: true });
  stop.abort();
  await assert.rejects(hard, { name: "AbortError" });
  assert.deepEqual([made.length, made[0].ended], [2, true]);
  made[1].hear({ ready: true });
  made[1].hear({ answer: 3 });
  assert.deepEqual([made[1].posted, await next], [["next"], 3]);
});

test("a query that is stopped while it waits leaves the others alone", async () => {
  const { queue, made } = workers(), stop = new AbortController();
  const first = queue.ask("first"), second = queue.ask("second", "", stop.signal);
  made[0].hear({ ready: true });
  stop.abort();
  await assert.rejects(second, { name: "AbortError" });
  made[0].hear({ answer: 1 });
  assert.deepEqual([await first, made.length, made[0].posted], [1, 1, ["first"]]);
  await assert.rejects(queue.ask("third", "", stop.signal), { name: "AbortError" });
});

test("an engine that breaks over a query answers it, and another takes its place", async () => {
  const { queue, made } = workers(), hard = queue.ask("hard");
  made[0].hear({ ready: true });
  made[0].hear({ broken: "unreachable", answer: { status: 413 } });
  assert.deepEqual([await hard, made.length, made[0].ended], [{ status: 413 }, 2, true]);
});

test("an engine that cannot be opened says why to every query, and the next one tries again", async () => {
  const { queue, made, told } = workers(), one = queue.ask("one"), two = queue.ask("two");
  made[0].hear({ broken: "no such file" });
  await assert.rejects(one, /cannot be opened: no such file/);
  await assert.rejects(two, /no such file/);
  queue.ask("three").catch(() => {});
  assert.deepEqual([made.length, told], [2, ["opening", "broken", "opening"]]);
});
