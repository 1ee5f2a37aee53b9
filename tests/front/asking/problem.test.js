import assert from "node:assert/strict";
import test from "node:test";
import { problemOf, spotOf } from "../../../kg/server/front/asking/problem.js";

test("a problem says its detail, its hint and where", () => {
  const text = JSON.stringify({ title: "Bad query", status: 400, detail: "it does not parse", hint: "mend it", line: 3, column: 5 });
  assert.deepEqual(problemOf(text), { words: "it does not parse", hint: "mend it", line: 3, column: 5 });
  assert.deepEqual(spotOf(problemOf(text)), { words: "line 3, column 5", at: { line: 2, ch: 4 } });
});

test("a problem without detail says its title", () => {
  assert.equal(problemOf('{"title": "Too many"}').words, "Too many");
  assert.equal(spotOf(problemOf('{"title": "Too many"}')), null);
});

test("a request that failed says so in words", () => {
  assert.deepEqual(problemOf("Failed to fetch"), { words: "no answer came", hint: "see whether the server runs, then ask again" });
  assert.equal(problemOf("The user aborted a request.").words, "stopped");
});

test("anything else becomes one line without marks", () => {
  assert.equal(problemOf("<html>\n<b>Bad</b>  gateway</html>").words, "Bad gateway");
  assert.equal(problemOf("").words, "the query failed");
  assert.equal(problemOf("[1]").words, "[1]");
});
