import assert from "node:assert/strict";
import test from "node:test";
import { beginsWord, folded } from "../../../kg/server/front/asking/fold.js";

test("case, accents and signs between words go", () => {
  assert.equal(folded("  Łódź–Århus, São-Paulo_(BR) "), "lodz arhus sao paulo br");
  assert.equal(folded("Straße Ørsted ’s"), "strasse orsted 's");
});

test("words begin a word, at the start or after a space", () => {
  assert.ok(beginsWord("new york city", "york c"));
  assert.ok(!beginsWord("new york", "ork"));
});
