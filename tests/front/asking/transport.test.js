import assert from "node:assert/strict";
import test from "node:test";
import { asker, ownFetch } from "../../../kg/server/front/asking/transport.js";

const ENDPOINT = "https://here.example/sparql";
const form = (query) => ({ method: "POST", body: new URLSearchParams({ query }), headers: { Accept: "text/csv" } });

test("without an engine the endpoint is asked, with a form", async () => {
  const sent = [];
  const send = async (...given) => { sent.push(given); return new Response("a"); };
  const ask = asker({ endpoint: ENDPOINT, send, engine: () => undefined });
  await ask("ASK { <ü> }", "text/csv");
  const [[address, { method, headers, body }]] = sent;
  assert.deepEqual([address, method, headers.Accept, body.get("query")], [ENDPOINT, "POST", "text/csv", "ASK { <ü> }"]);
});

test("with an engine no request is made", async () => {
  const engine = { ask: async (query, accept) => ({ status: 400, type: "application/problem+json", text: `${query} ${accept}` }) };
  const ask = asker({ endpoint: ENDPOINT, send: () => assert.fail("asked"), engine: () => engine });
  const response = await ask("ASK {}", "text/csv");
  assert.deepEqual([response.status, await response.text()], [400, "ASK {} text/csv"]);
});

test("the editor's form goes where queries go, and comes back as it is", async () => {
  const fetch = ownFetch(ENDPOINT, async (query, accept) => new Response(`${query}|${accept}`, { headers: { "Content-Type": "text/csv" } }));
  const response = await fetch(new Request(ENDPOINT, form("ASK { 'é+&%' }")));
  assert.deepEqual([await response.text(), response.headers.get("content-type")], ["ASK { 'é+&%' }|text/csv", "text/csv"]);
});

test("no other address is asked, however it is written", async () => {
  const fetch = ownFetch(ENDPOINT, () => assert.fail("asked"));
  for (const address of ["https://lov.linkeddata.es/dataset", "https://here.example/sparql2", `${ENDPOINT}?x`]) {
    await assert.rejects(fetch(address, form("ASK {}")), /asks only its own endpoint/);
  }
});

test("a graph without a triple is an answer, and a problem stays one", async () => {
  const empty = await ownFetch(ENDPOINT, async () => new Response(""))(ENDPOINT, form("CONSTRUCT"));
  assert.equal(await empty.text(), "# nothing\n");
  const problem = await ownFetch(ENDPOINT, async () => new Response("{}", { status: 400 }))(ENDPOINT, form("x"));
  assert.deepEqual([problem.ok, await problem.text()], [false, "{}"]);
});
