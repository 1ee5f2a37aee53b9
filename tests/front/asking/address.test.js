import assert from "node:assert/strict";
import test from "node:test";
import { readAddress, writeAddress } from "../../../kg/server/front/asking/address.js";

const QUERY = 'SELECT * {\n ?s ?p "50% & more + ü#" }';

test("a link brings back query, view and title, whatever signs they have", () => {
  const link = writeAddress("https://example.org/a/query.html?x=1#old", { query: QUERY, view: "map", title: "Mine & yours" });
  assert.ok(link.startsWith("https://example.org/a/query.html#query=SELECT%20"));
  assert.deepEqual(readAddress(new URL(link).hash), { query: QUERY, view: "map", title: "Mine & yours", named: "", values: {} });
});

test("the part behind # decides over that behind ?", () => {
  assert.equal(readAddress("#query=ASK%7B%7D", "?query=no").query, "ASK{}");
  assert.equal(readAddress("#tab-1", "?query=ASK+%7B%7D").query, "ASK {}");
});

test("a link may name a query and give values", () => {
  const { named, values } = readAddress("#named=members&collective=ICORN");
  assert.deepEqual([named, values], ["members", { collective: "ICORN" }]);
});

test("an address that asks for nothing is nothing", () => {
  assert.equal(readAddress("", ""), null);
  assert.equal(readAddress("#main", "?x=1"), null);
});
