// A thing in Turtle: what the graph says of it, its links, and where each is said.

const TURTLE_BASE = "https://w3id.org/citykg/id/";
const TURTLE_SCHEME = "https://w3id.org/citykg/scheme/";
const TURTLE_PREFIXES = {
  geo: "http://www.w3.org/2003/01/geo/wgs84_pos#", kg: "https://w3id.org/citykg/ontology#", oa: "http://www.w3.org/ns/oa#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#", xsd: "http://www.w3.org/2001/XMLSchema#",
};
const TURTLE_DATES = { 4: "gYear", 7: "gYearMonth", 10: "date" };
// What the first date of a statement is: a day on which it was said, or since when it holds.
const TURTLE_STARTS = {
  designation: "kg:on", endorsement: "kg:on", grant: "kg:on", pledge: "kg:on",
  membership: "kg:from", partnership: "kg:from", relation: "kg:from",
};

// Every triple is one of the graph's own; what the page knows only in words is left out.
export function turtleOf(model, node) {
  const links = node.links.map(({ link }) => link), stated = [...new Set(links)].filter(({ iri }) => iri);
  const facts = node.facts.filter(({ triple }) => triple);
  const places = new Set([node, ...stated, ...facts].flatMap(({ evidence }) => evidence));
  const head = [`@base <${TURTLE_BASE}> .`, ...Object.entries(TURTLE_PREFIXES).map(([name, iri]) => `@prefix ${name}: <${iri}> .`)];
  const blocks = [
    thingTurtle(node, links, facts), ...incomingTurtle(node, links),
    ...stated.map(linkTurtle), ...facts.map((fact) => factTurtle(node, fact)), ...[...places].map(placeTurtle),
  ];
  return `${head.join("\n")}\n\n${blocks.filter(Boolean).join("\n\n")}\n`;
}

// A thing, statement or place by the kind in its IRI and its key.
const turtleIri = (kind, key) => `<${escapedIri(`${kind}/${key}`)}>`;
const thingIri = (node) => turtleIri(node.iri, node.key);
const isWhole = (place) => !place.passage;
const placeIri = (place) => turtleIri(isWhole(place) ? "source" : "passage", place.key);

// Letters that no IRI may have are written as percent and number, as the graph itself has them.
const escapedIri = (text) => text.replace(/[\u0000-\u0020\u007f<>"{}|^`\\[\]]|%(?![0-9A-Fa-f]{2})/g,
  (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

const TURTLE_ESCAPES = { "\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const turtleWords = (text, language = "") => `"${text.replace(/[\\"\n\r\t]/g, (letter) => TURTLE_ESCAPES[letter])}"${language}`;
const turtleDate = (date) => (TURTLE_DATES[date.length] ? `"${date}"^^xsd:${TURTLE_DATES[date.length]}` : "");

// A subject with its pairs of predicate and object; pairs without an object are left out.
function turtleBlock(subject, pairs) {
  const said = pairs.filter(([, object]) => object).map(([predicate, object]) => `${predicate} ${object}`);
  return said.length ? `${subject} ${said.join(" ;\n    ")} .` : "";
}

const evidencePairs = (row) => row.evidence.map((place) => ["kg:evidence", placeIri(place)]);

function thingTurtle(node, links, facts) {
  const degrees = (value) => (value === null ? "" : `"${value}"^^xsd:double`);
  return turtleBlock(thingIri(node), [
    ["a", node.type ? `kg:${node.type}` : ""], ["rdfs:label", turtleWords(node.name, "@en")],
    ["geo:lat", degrees(node.lat)], ["geo:long", degrees(node.lon)],
    ...facts.map(({ triple }) => twoTerms(triple)), ...shortTurtle(links.filter(({ from }) => from === node)), ...evidencePairs(node),
  ]);
}

// The short triples of links that hold: one that has ended, or of a former role, has its statement alone.
const shortTurtle = (links) => [...new Set(links.filter(({ end, role }) => !end && role !== "former")
  .map(({ relation, to }) => `kg:${relation} ${thingIri(to)}`))].map(twoTerms);

const twoTerms = (said) => said.split(/ (.*)/s).slice(0, 2);

function incomingTurtle(node, links) {
  const others = new Set(links.filter(({ from }) => from !== node).map(({ from }) => from));
  return [...others].map((other) => turtleBlock(thingIri(other), shortTurtle(links.filter(({ from }) => from === other))));
}

function linkTurtle(link) {
  return turtleBlock(turtleIri(link.iri, link.key), [
    ["a", "kg:Statement"],
    ["rdf:subject", thingIri(link.from)], ["rdf:predicate", `kg:${link.relation}`], ["rdf:object", thingIri(link.to)],
    ["kg:role", link.role ? `<${TURTLE_SCHEME}role/${escapedIri(link.role)}>` : ""],
    [TURTLE_STARTS[link.iri] || "", TURTLE_STARTS[link.iri] ? turtleDate(link.start) : ""],
    ["kg:to", turtleDate(link.end)], ...evidencePairs(link),
  ]);
}

function factTurtle(node, fact) {
  const [predicate, object] = twoTerms(fact.triple);
  return turtleBlock(turtleIri(fact.iri, fact.key), [
    ["a", "kg:Statement"], ["rdf:subject", thingIri(node)], ["rdf:predicate", predicate], ["rdf:object", object], ...evidencePairs(fact),
  ]);
}

function placeTurtle(place) {
  const title = place.source ? turtleWords(place.source.title) : "";
  if (isWhole(place)) return turtleBlock(placeIri(place), [["a", "kg:Source"], ["rdfs:label", title]]);
  return turtleBlock(placeIri(place), [
    ["a", "kg:Passage"], ["kg:source", place.source ? turtleIri("source", place.source.key) : ""],
    ["kg:section", turtleWords(place.section)],
    ["oa:start", place.end ? String(place.start) : ""], ["oa:end", place.end ? String(place.end) : ""],
  ]);
}
