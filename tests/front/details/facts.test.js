import assert from "node:assert/strict";
import test from "node:test";
import { sortedSources, sourcesOf } from "../../../kg/explorer/front/files/citation.js";
import { linkRemark, sectionsOf } from "../../../kg/explorer/front/details/facts.js";
import { numberParts, numberRows } from "../../../kg/explorer/front/details/numbers.js";
import { tiesBetween } from "../../../kg/explorer/front/details/pairs.js";
import { amongScored, rankWords, valueWords } from "../../../kg/explorer/front/details/scores.js";
import { little, worldOf } from "../world.js";

const LINK = { remark: "", role: "", start: "", end: "" };

test("facts and links stand under their headings, known ones first, both directions apart", () => {
  const model = worldOf([{ key: "a", kind: "city" }, { key: "b", kind: "network" }], [["a", "hostedBy", "b"], ["a", "memberOf", "b"], ["b", "memberOf", "a"]],
    [["a", "altLabel", "A"]]);
  assert.deepEqual(sectionsOf(model, model.byKey.get("a")).map(({ words, facts, links }) => [words, facts.length, links.length]),
    [["Memberships", 0, 1], ["Members", 0, 1], ["Alt label", 1, 0], ["Hosted by", 0, 1]]);
});

test("relations of one heading stand together", () => {
  const model = worldOf([{ key: "a", kind: "city" }, { key: "b", kind: "pledge" }], [["b", "pledgedBy", "a"], ["b", "call", "a"]], [],
    { headings: [["in", "pledgedBy", "Pledges"], ["in", "call", "Pledges"]] });
  assert.deepEqual(sectionsOf(model, model.byKey.get("a")).map(({ words, links }) => [words, links.length]), [["Pledges", 2]]);
});

test("a remark says its dates once", () => {
  assert.equal(linkRemark({ ...LINK, remark: "Member, since 2019", start: "2019" }), "Member, since 2019");
  assert.equal(linkRemark({ ...LINK, remark: "Member", start: "2019" }), "Member, since 2019");
  assert.equal(linkRemark({ ...LINK, role: "chair", start: "2019", end: "2021" }), "chair, 2019–2021");
  assert.equal(linkRemark({ ...LINK, start: "2019-05-01", end: "2019-05-01" }), "2019-05-01");
  assert.equal(linkRemark({ ...LINK, end: "2020" }), "until 2020");
  assert.equal(linkRemark(LINK), "");
});

test("a number is told apart from its date, other remarks stay", () => {
  assert.deepEqual(numberParts("over 110 cities are members (2023-12)"), { text: "over 110 cities are members", when: "2023-12", what: "cities are members" });
  assert.deepEqual(numberParts("153 towns joined (2020-05, unsettled: sources differ)"),
    { text: "153 towns joined (unsettled: sources differ)", when: "2020-05", what: "towns joined" });
  assert.deepEqual(numberParts("Growth: 16 % (2013, citing Waste (Amman))"), { text: "Growth: 16 % (citing Waste (Amman))", when: "2013", what: "Growth" });
  assert.deepEqual(numberParts("over 300 networks (citing Cities)"), { text: "over 300 networks (citing Cities)", when: "", what: "networks" });
  assert.deepEqual(numberParts("Meetings per month: 1"), { text: "Meetings per month: 1", when: "", what: "Meetings per month" });
  assert.deepEqual(numberParts(""), { text: "", when: "", what: "" });
});

test("the same count stands together, the earliest first, without a date last", () => {
  const texts = ["90 cities are members", "47 mayors are members (2022-12)", "74 cities are members (2022-12)", "10 cities are members (2018)"];
  assert.deepEqual(numberRows(texts.map((text) => ({ text }))).map(({ text }) => text),
    ["10 cities are members", "74 cities are members", "90 cities are members", "47 mayors are members"]);
});

test("ranks are said with what is unsure and shared", () => {
  assert.equal(rankWords({ rank: 3, low: 2, high: 5, ties: 4 }, "118 places"), "rank 3 of 118 places, shared by 4; range 2 to 5");
  assert.equal(rankWords({ rank: 1, low: 1, high: 1, ties: 1 }, "118 places"), "rank 1 of 118 places");
  assert.equal(rankWords({ rank: 1, low: null, high: null, ties: 1 }), "rank 1");
  assert.equal(rankWords({ rank: 1200, low: 998, high: 1301, ties: 1 }), "rank 1,200; range 998 to 1,301");
});

test("a rank is one among places or among others, as many as the page is told, else as many as it has", () => {
  const model = worldOf([{ key: "a", kind: "city" }, { key: "b", kind: "region" }, { key: "c", kind: "fund" }], []);
  for (const node of model.nodes) node.scores = { degree: { rank: 1 } };
  const [city, , fund] = model.nodes;
  assert.deepEqual([city, fund].map((node) => amongScored(model, { name: "degree" }, node)), [2, 1]);
  assert.deepEqual([city, fund].map((node) => amongScored(model, { name: "degree", among: [1175, 87] }, node)), [1175, 87]);
});

test("values have three digits that count", () => {
  assert.deepEqual([0.0123456, 12.3456, 0, 1234, 1234.5].map(valueWords), ["0.0123", "12.3", "0", "1,234", "1,230"]);
});

test("sources of a thing come once each, by key", () => {
  const model = worldOf([{ key: "a", kind: "city", evidence: [0] }, { key: "b", kind: "city" }], [["a", "partnerIn", "b", { evidence: [0] }]], [["a", "theme", "Housing"]]);
  assert.deepEqual(sourcesOf(model.byKey.get("a")).map(({ key }) => key), ["a-2020"]);
  assert.deepEqual(sourcesOf(model.byKey.get("b")).map(({ key }) => key), ["a-2020"]);
  assert.deepEqual(sortedSources([{ key: "b" }, null, { key: "a" }]).map(({ key }) => key), ["a", "b"]);
});

test("ties between two things are those that are shown, both directions", () => {
  const model = little(), shown = { link: Uint8Array.from(model.links, (link) => (link.key === "s2" ? 0 : 1)) };
  const [a, n, m] = ["a", "n", "m"].map((key) => model.byKey.get(key));
  assert.deepEqual(tiesBetween(a, n, shown).map(({ side }) => side), ["out"]);
  assert.deepEqual(tiesBetween(n, a, shown).map(({ side }) => side), ["in"]);
  assert.deepEqual(tiesBetween(a, m, shown), []);
});
