import assert from "node:assert/strict";
import test from "node:test";
import { pageOf } from "../../../kg/server/front/asking/pages.js";

const BASE = "https://w3id.org/citykg/";

test("things, terms and concepts have pages of this site", () => {
  assert.equal(pageOf(`${BASE}id/city/milan-it`), "id/city/milan-it.html");
  assert.equal(pageOf(`${BASE}ontology#City`), "ontology.html#City");
  assert.equal(pageOf(`${BASE}scheme/gcm/18`), "scheme/gcm/18.html");
});

test("a passage is on the page of its source", () => {
  assert.equal(pageOf(`${BASE}id/passage/van-haasen-2021-p029`), "id/source/van-haasen-2021.html#van-haasen-2021-p029");
});

test("what is of elsewhere, or has no page here, has none", () => {
  assert.equal(pageOf("https://example.org/id/city/milan-it"), null);
  assert.equal(pageOf(`${BASE}id/membership/m1`, ["membership"]), null);
  assert.equal(pageOf(`${BASE}other`), null);
  assert.equal(pageOf(""), null);
});
