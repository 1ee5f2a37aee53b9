import assert from "node:assert/strict";
import test from "node:test";
import { datedMarks, markWords, undatedOf } from "../../../kg/explorer/front/time/dates.js";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { groupedBy } from "../../../kg/explorer/front/core/groups.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { little, worldOf } from "../world.js";

const all = (model) => shownOf(model, defaultState(model.kinds));
const told = (marks) => marks.map(({ lane, year, text }) => `${lane} ${year} ${text}`);

const joined = () => worldOf(
  [{ key: "a", kind: "city", name: "Ålesund" }, { key: "b", kind: "city", name: "Bergen" }, { key: "c", kind: "city", name: "Chur" },
    { key: "n", kind: "network", name: "Net", start: "2001-02-03", end: "2009" }, { key: "d", kind: "instrument", name: "Charter", start: "2005" }, { key: "o", kind: "network", name: "Old" }],
  [["a", "memberOf", "n", { start: "2002" }], ["b", "memberOf", "n", { start: "2002-05" }], ["c", "memberOf", "n", { start: "2003-07", end: "2004" }], ["c", "memberOf", "o"],
    ["a", "endorses", "d", { start: "2005-06-07" }], ["a", "memberOf", "n", { start: "2002", role: "founder" }], ["b", "fundedBy", "n", { start: "2006" }]],
);

test("things stand where they began and ended, links of a year with one collective together", () => {
  const model = joined();
  assert.deepEqual(told(datedMarks(all(model))), [
    "founded 2001 Net", "joined 2002 2 joined Net", "joined 2003 Chur joined Net", "joined 2005 Ålesund signed Charter", "adopted 2005 Charter",
    "granted 2006 Bergen funded by Net", "founded 2009 Net (ended)",
  ]);
});

test("a city that is two kinds of member is one who joined, and each of its links is kept", () => {
  const [mark] = datedMarks(all(joined())).filter(({ text }) => text === "2 joined Net");
  assert.deepEqual([mark.node.key, mark.links.length, mark.weight, mark.date], ["n", 3, 10, ""]);
});

test("the selected thing has a lane of its own dates, and its marks stand out", () => {
  const model = joined(), marks = datedMarks(all(model), model.byKey.get("c"));
  assert.deepEqual(told(marks.filter(({ lane }) => lane === "own")), ["own 2003 joined Net", "own 2004 until then joined Net"]);
  assert.deepEqual(told(marks.filter(({ lane, own }) => own && lane !== "own")), ["joined 2003 Chur joined Net"]);
  const net = datedMarks(all(model), model.byKey.get("n")).filter(({ lane }) => lane === "own");
  assert.deepEqual(told(net), ["own 2001 founded", "own 2002 2 joined Net", "own 2003 Chur joined Net", "own 2006 Bergen funded by Net", "own 2009 ended"]);
  assert.deepEqual(net.map(({ node }) => node.key), ["n", "n", "c", "b", "n"]);
});

test("what a filter hides has no mark", () => {
  const model = joined(), shown = shownOf(model, { ...defaultState(model.kinds), kinds: ["city", "instrument"] });
  assert.deepEqual(told(datedMarks(shown, model.byKey.get("a"))), ["joined 2005 Ålesund signed Charter", "adopted 2005 Charter", "own 2005 signed Charter"]);
});

test("every mark has an id of its own", () => {
  for (const at of ["a", "c", "n", "d"]) {
    const model = joined(), ids = datedMarks(all(model), model.byKey.get(at)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, `selected ${at}`);
  }
});

test("what has no date is counted: things one by one, links by their collective", () => {
  const rows = undatedOf(all(joined())).map(({ lane, number, rows: own }) => [lane, number, own.map(([node, links]) => `${node.key} ${links}`)]);
  assert.deepEqual(rows, [["founded", 1, ["o 1"]], ["joined", 1, ["o 1"]]]);
  assert.deepEqual(undatedOf(all(little())).map(({ lane, number }) => [lane, number]), [["joined", 1], ["practices", 1]]);
});

test("nothing that is dated is lost: every dated link of a lane's relation is in one mark", () => {
  const model = joined(), shown = all(model), held = datedMarks(shown).flatMap(({ links }) => links);
  assert.equal(held.length, shown.links.filter(({ start }) => start).length);
});

test("a mark tells who hears it when, what and how many", () => {
  const model = joined(), words = datedMarks(all(model), model.byKey.get("n")).map(markWords);
  assert.ok(words.includes("2001-02-03: Net, founded"));
  assert.ok(words.includes("2009: Net, ended"));
  assert.ok(words.includes("2002: 2 joined Net, 3 links"));
  assert.ok(words.includes("2005-06-07: Ålesund signed Charter"));
  assert.ok(words.includes("2001-02-03: founded, of what is selected"));
});

test("rows are grouped in the order in which they come", () => {
  assert.deepEqual([...groupedBy([3, 1, 4, 5], (number) => number % 2)], [[1, [3, 1, 5]], [0, [4]]]);
});
