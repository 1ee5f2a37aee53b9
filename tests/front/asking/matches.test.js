import assert from "node:assert/strict";
import test from "node:test";
import { MOST, termMatches, thingMatches } from "../../../kg/server/front/asking/matches.js";

const TERMS = [
  ["kg:Membership", "Membership", "A tie.", 90], ["kg:member", "member", "Who.", 80], ["kg:memberOf", "member of", "Where.", 70],
  ["kg:listedMember", "listed member", "On a list.", 60], ["rdfs:label", "", "", 50],
];
const THINGS = [
  ["id:source/eurocities-2020", ["Letter to Eurocities"], 40], ["id:network/eurocities", ["Eurocities", "EUROCITIES"], 30],
  ["id:city/sao-paulo-br", ["São Paulo"], 20], ["scheme:gcm/18", ["Invest in skills"], 10],
];
const terms = (typed) => termMatches(TERMS, typed).map(({ text }) => text);
const things = (typed) => thingMatches(THINGS, typed, (short) => `https://x/${short.replace(":", "/")}`).map(({ text }) => text);

test("those that begin as typed come first, each part by use", () => {
  assert.deepEqual(terms("kg:mem"), ["kg:Membership", "kg:member", "kg:memberOf"]);
  assert.deepEqual(terms("memb"), ["kg:Membership", "kg:member", "kg:memberOf", "kg:listedMember"]);
  assert.deepEqual(terms("label"), ["rdfs:label"]);
});

test("nothing typed lists them all by use", () => {
  assert.equal(terms("").length, TERMS.length);
});

test("things are found by any name, whatever the accents, those that begin so first", () => {
  assert.deepEqual(things("euro"), ["<https://x/id/network/eurocities>", "<https://x/id/source/eurocities-2020>"]);
  assert.deepEqual(things("<sao-pau"), ["<https://x/id/city/sao-paulo-br>"]);
  assert.deepEqual(things("<"), []);
});

test("a thing says what kind it is", () => {
  const [found] = thingMatches(THINGS, "invest", (short) => short);
  assert.deepEqual([found.label, found.definition, found.uses], ["Invest in skills", "concept of gcm", 10]);
});

test("a list stays short", () => {
  const many = Array.from({ length: 500 }, (_, at) => [`kg:a${at}`, "", "", 500 - at]);
  assert.equal(termMatches(many, "a").length, MOST);
});
