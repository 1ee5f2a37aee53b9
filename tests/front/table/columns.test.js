import assert from "node:assert/strict";
import test from "node:test";
import { matchingRows, sortedRows, tableColumns } from "../../../kg/explorer/front/table/columns.js";
import { csvOf } from "../../../kg/explorer/front/files/csv.js";
import { safeCell } from "../../../kg/explorer/front/core/text.js";
import { little, worldOf } from "../world.js";

const columnOf = (model, key, sheet = "things") => tableColumns(model, sheet).find((column) => column.key === key);
const order = (rows, column, down) => sortedRows(rows, column, down).map(({ key }) => key).join(" ");
const scored = () => worldOf([{ key: "a", kind: "city" }, { key: "b", kind: "city", lat: -3.5, lon: 0 }, { key: "c", kind: "city", community: 0 }], [], [], {
  measures: [{ name: "degree", title: "Degree", says: "Links." }], communities: ["around a"],
  scores: { degree: { node: { all: [0, 1] }, value: { all: [0.5, 10] }, rank: { all: [2, 1] }, low: { all: [2, 1] }, high: { all: [3, 1] }, ties: { all: [1, 1] } } },
});

test("a thing has its name, where and when it is, its links, other names and where it is said", () => {
  const model = little(), row = model.byKey.get("a");
  const said = Object.fromEntries(tableColumns(model, "things").map(({ key, value }) => [key, value(row)]));
  assert.deepEqual(said, { name: "Århus", key: "a", kind: "Cities", type: "", links: 4, country: "dk", region: "Northern Europe", side: "",
    lat: "", lon: "", start: "", end: "", list: "", listing: "", community: "", names: "Aarhus", facts: "altLabel: Aarhus", sources: "" });
});

test("a link has both ends, its relation in words, its dates and the section and passage that say it", () => {
  const model = little(), said = Object.fromEntries(tableColumns(model, "links").map(({ key, value }) => [key, value(model.links[0])]));
  assert.deepEqual(said, { from: "Århus", fromKey: "a", relation: "Member of", to: "n", toKey: "n", remark: "", start: "2001", end: "", key: "s0",
    term: "memberOf", sources: "a-2020, 1 One, p001, characters 5 to 9" });
});

test("every measure has its value, rank, the ranks it may have and how many share it; a place at 0 is a place", () => {
  const model = scored(), keys = tableColumns(model, "things").map(({ key }) => key);
  assert.deepEqual(keys.filter((key) => key.startsWith("degree")), ["degree", "degree.rank", "degree.low", "degree.high", "degree.ties"]);
  assert.equal(columnOf(model, "degree.high").value(model.byKey.get("a")), 3);
  assert.equal(columnOf(model, "degree").value(model.byKey.get("c")), "");
  assert.equal(columnOf(model, "lon").value(model.byKey.get("b")), 0);
  assert.equal(columnOf(model, "community").value(model.byKey.get("c")), "around a");
});

test("numbers sort as numbers and what is not known stands last either way", () => {
  const model = scored();
  assert.equal(order(model.nodes, columnOf(model, "degree")), "a b c");
  assert.equal(order(model.nodes, columnOf(model, "degree"), true), "b a c");
});

test("names sort without case and accents, and rows that are alike keep their order", () => {
  const named = ["Zürich", "århus", "Aachen", "Ärzte", "zug"].map((name, number) => ({ key: String(number), kind: "city", name, region: "x" }));
  const model = worldOf(named, []);
  assert.equal(order(model.nodes, columnOf(model, "name")), "2 1 3 4 0");
  assert.equal(order(model.nodes, columnOf(model, "region"), true), "0 1 2 3 4");
});

test("words find rows by any name, the key, the type or the country, and links by their ends and relation", () => {
  const model = little(), found = (sheet, rows, words) => matchingRows(model, sheet, rows, words).map(({ key }) => key).join(" ");
  assert.equal(found("things", model.nodes, "AARHUS"), "a");
  assert.equal(found("things", model.nodes, "arhus"), "a");
  assert.equal(found("things", model.nodes, "south am"), "b");
  assert.equal(found("links", model.links, "member OF"), "s0 s1 s2");
  assert.equal(found("links", model.links, "lima"), "s1 s5");
  assert.equal(matchingRows(model, "things", model.nodes, "  ").length, model.nodes.length);
  assert.equal(found("things", model.nodes, "nothing like it"), "");
});

test("CSV quotes what needs it, keeps numbers, and no cell runs as a formula", () => {
  const columns = [{ words: "Name", value: ({ name }) => name }, { words: "=N", value: ({ number }) => number }];
  assert.equal(csvOf(columns, [{ name: 'a "b", c', number: -3.5 }, { name: "=1+1", number: "" }, { name: "two\nlines", number: 0 }]),
    '\ufeffName,\'=N\n"a ""b"", c",-3.5\n\'=1+1,\n"two\nlines",0\n');
});

const CELLS = {
  "=1+1": "'=1+1", "+31 20": "'+31 20", "-a": "'-a", "@x": "'@x", "\t=1": "'\t=1", "\r=1": "'\r'=1", "＝1": "'＝1", "'=1": "''=1",
  "-3.5": "-3.5", "+1": "+1", "1e-9": "1e-9", "a;@b": "a;'@b", "a\n=b": "a\n'=b", "Łódź": "Łódź", "a=b": "a=b", "'t Goy": "'t Goy", "": "",
};

test("cells are guarded as the files of kg are", () => {
  for (const [text, safe] of Object.entries(CELLS)) assert.equal(safeCell(text), safe, JSON.stringify(text));
});
