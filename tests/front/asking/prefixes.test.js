import assert from "node:assert/strict";
import test from "node:test";
import { declared } from "../../../kg/server/front/asking/prefixes.js";

const KNOWN = { kg: "http://kg/#", rdfs: "http://rdfs/#", id: "http://id/" };
const KG = "PREFIX kg: <http://kg/#>\n", RDFS = "PREFIX rdfs: <http://rdfs/#>\n";

test("prefixes that are used without being declared are declared", () => {
  const query = "SELECT * { ?s a kg:City ; ^rdfs:label|!kg:x ?o }";
  assert.equal(declared(query, KNOWN), KG + RDFS + query);
});

test("they stand below the remarks at the top", () => {
  assert.equal(declared("# one\n # two rdfs:\nASK { ?s kg:p 1 } # rdfs:", KNOWN), `# one\n # two rdfs:\n${KG}ASK { ?s kg:p 1 } # rdfs:`);
});

for (const query of [
  "",
  "prefix kg: <http://other/> ASK { ?s kg:p 1 }",
  "ASK { ?s ?p 'kg:a', \"kg:\\\"b\", '''kg:\nc''' , <kg:d> }",
  "ASK { ?s foo:kg ?kg:1 ; foo:kg:a _:kg }",
  "ASK { ?s constructor:p 1 }",
]) {
  test(`nothing is added to ${JSON.stringify(query)}`, () => assert.equal(declared(query, KNOWN), query));
}
