import assert from "node:assert/strict";
import test from "node:test";
import { citationOf, citedAddress, sourceWords, texWords } from "../../../kg/explorer/front/files/citation.js";
import { little } from "../world.js";

const SOURCE = "- Ann. First. P. 2020. https://example.org/a [a-2020]";

test("a thing is cited with its key, the page, the address of the view and every source, each once", () => {
  const model = little(), { plain } = citationOf(model, model.byKey.get("a"), "file:///page.html#a");
  assert.deepEqual(plain.split("\n"), ["Århus (a). In: So.", "Seen at: file:///page.html#a", "Sources:", SOURCE]);
});

test("a thing that rests on nothing is cited without sources", () => {
  const model = little();
  assert.equal(citationOf(model, model.byKey.get("c"), "").plain, "c (c). In: So.");
});

test("the page as a whole is cited in the words it has", () => {
  const model = little(), whole = citationOf(model, null, "file:///page.html");
  assert.equal(whole.plain, "So. Seen at: file:///page.html");
  assert.equal(whole.bibtex, "@misc{citykg,\n  title = {A small graph},\n  version = {0},\n  date = {2026-01-01},\n  url = {file:///page.html}\n}\n");
  model.about.bibtex = "@misc{own}";
  assert.equal(citationOf(model, null, "").bibtex, "@misc{own}");
});

test("BibTeX has a record for the thing and one for each source", () => {
  const model = little(), { bibtex } = citationOf(model, model.byKey.get("a"), "file:///p{}.html#a");
  assert.deepEqual(bibtex.match(/^@\w+\{.*,$/gm), ["@misc{citykg:a,", "@misc{a-2020,"]);
  assert.match(bibtex, /title = \{Århus\},\n {2}author = \{\{citykg contributors\}\},\n {2}year = \{2026\}/);
  assert.match(bibtex, /url = \{file:\/\/\/p%7B%7D\.html#a\}/);
});

test("letters that TeX reads as commands stand as themselves", () => {
  assert.equal(texWords("50 % of {R&D}_#1\n$ ~ ^ \\"), "50 \\% of \\{R\\&D\\}\\_\\#1 \\$ \\textasciitilde  \\textasciicircum  \\textbackslash ");
});

test("a source says once who made it, and each part ends with one full stop", () => {
  const source = { author: "IOM", title: "Why?", publisher: "IOM", published: "2020-05", address: "" };
  assert.equal(sourceWords(source), "IOM. Why? 2020-05.");
  assert.equal(sourceWords({ author: "", title: "Page", publisher: "", published: "", address: "" }), "Page.");
});

test("a page on somebody's disk is cited by its name, one on the web by its address", () => {
  const files = ["file:///C:/Users/Ada/my%20files/citykg.html#at=a&place=1_2_3", "https://example.org/kg/citykg.html#a", "#a"];
  assert.deepEqual(files.map(citedAddress), ["citykg.html#at=a&place=1_2_3", "https://example.org/kg/citykg.html#a", "#a"]);
});
