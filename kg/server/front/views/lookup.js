// What the rows do not say of a thing is asked of the graph: its name, and where it is.

const JSON_ROWS = "application/sparql-results+json";
const BASE = "https://w3id.org/citykg/";
const AT_ONCE = 400;

export const isOwn = (address) => address.startsWith(`${BASE}id/`);

// By the address of a thing: { name, at }, `at` its longitude and latitude. Things of which nothing is known are left out.
export async function lookedUp(addresses) {
  const own = [...new Set(addresses)].filter((each) => each.startsWith(BASE)), found = new Map();
  for (let from = 0; from < own.length; from += AT_ONCE) {
    for (const row of await askedRows(own.slice(from, from + AT_ONCE))) takeRow(found, row);
  }
  return found;
}

function takeRow(found, { thing, name, lat, long }) {
  if (found.has(thing.value)) return;
  found.set(thing.value, { name: name?.value || "", at: lat && long ? [Number(long.value), Number(lat.value)] : null });
}

async function askedRows(addresses) {
  const query = `SELECT ?thing (MIN(STR(?label)) AS ?name) (SAMPLE(?y) AS ?lat) (SAMPLE(?x) AS ?long) {
    VALUES ?thing { ${addresses.map((each) => `<${each.replace(/[<>"{}|\\^`\s]/g, encodeURIComponent)}>`).join(" ")} }
    OPTIONAL { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label }
    OPTIONAL { ?thing <http://www.w3.org/2003/01/geo/wgs84_pos#lat> ?y ; <http://www.w3.org/2003/01/geo/wgs84_pos#long> ?x }
  } GROUP BY ?thing`;
  const headers = { Accept: JSON_ROWS, "Content-Type": "application/x-www-form-urlencoded" };
  const response = await fetch(new URL("sparql", document.baseURI).href, { method: "POST", headers, body: new URLSearchParams({ query }) });
  return response.ok ? (await response.json()).results.bindings : [];
}
