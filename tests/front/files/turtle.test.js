import assert from "node:assert/strict";
import test from "node:test";
import { turtleOf } from "../../../kg/explorer/front/files/turtle.js";
import { worldOf } from "../world.js";

const SAID = { evidence: [0], iri: "membership" };
const world = (own = {}, link = SAID, facts = []) => worldOf(
  [{ key: "a", kind: "city", type: "City", iri: "city", name: "A", ...own }, { key: "n", kind: "network", type: "Network", iri: "network" }],
  [["a", "memberOf", "n", link]], facts);
const blocksOf = (model, key = "a") => turtleOf(model, model.byKey.get(key)).trim().split("\n\n").slice(1);

test("a thing has its class, name, point and short triples", () => {
  const [thing] = blocksOf(world({ lat: -12.5, lon: 0 }));
  assert.equal(thing, '<city/a> a kg:City ;\n    rdfs:label "A"@en ;\n    geo:lat "-12.5"^^xsd:double ;\n    geo:long "0"^^xsd:double ;\n    kg:memberOf <network/n> .');
});

test("a link that holds has a short triple of whoever it begins with, and its statement with where it is said", () => {
  assert.deepEqual(blocksOf(world(), "n").slice(1), [
    "<city/a> kg:memberOf <network/n> .",
    "<membership/s0> a kg:Statement ;\n    rdf:subject <city/a> ;\n    rdf:predicate kg:memberOf ;\n    rdf:object <network/n> ;\n    kg:evidence <passage/a-2020-p001> .",
    '<passage/a-2020-p001> a kg:Passage ;\n    kg:source <source/a-2020> ;\n    kg:section "1 One" ;\n    oa:start 5 ;\n    oa:end 9 .',
  ]);
});

test("what has ended, or was in a former role, has no short triple", () => {
  const short = /kg:memberOf <network\/n>/;
  assert.doesNotMatch(blocksOf(world({}, { ...SAID, end: "2020" }))[0], short);
  assert.doesNotMatch(blocksOf(world({}, { ...SAID, role: "former" }))[0], short);
  assert.match(blocksOf(world({}, { ...SAID, role: "leader" }))[0], short);
});

test("dates have the type of their precision and say what they are dates of", () => {
  const dated = (iri, start, end = "") => blocksOf(world({}, { iri, start, end }))[1].match(/kg:(?:on|from|to) .*?(?= [;.])/g);
  assert.deepEqual(dated("membership", "2018", "2019-05"), ['kg:from "2018"^^xsd:gYear', 'kg:to "2019-05"^^xsd:gYearMonth']);
  assert.deepEqual(dated("endorsement", "2018-05-01"), ['kg:on "2018-05-01"^^xsd:date']);
  assert.equal(dated("statement", "2018"), null);
  assert.equal(dated("membership", "spring 2018"), null);
});

test("a link that is no statement of its own has its short triple alone", () => {
  assert.deepEqual(blocksOf(world({}, { iri: "" })).length, 1);
});

test("words and keys cannot break out of their place", () => {
  const [thing] = blocksOf(world({ name: 'a" .\n<x> \\', iri: "city", type: "" }));
  assert.match(thing, /^<city\/a> rdfs:label "a\\" \.\\n<x> \\\\"@en ;/);
  const odd = worldOf([{ key: 'x> <y "%41%', kind: "city", iri: "city" }], []);
  assert.equal(blocksOf(odd, 'x> <y "%41%')[0].split(" rdfs")[0], "<city/x%3E%20%3Cy%20%22%41%25>");
});
