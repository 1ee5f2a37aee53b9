// The page of this site about a thing of the graph.

const BASE = "https://w3id.org/citykg/";
// These have pages on a server; a site of files has none for single statements.
const STATEMENTS = [
  "membership", "endorsement", "partnership", "participation", "post", "relation", "name", "statement", "designation", "grant",
  "observation", "count-claim", "completeness", "decision",
];

// The relative address for an IRI of the graph; null for others, and for those without a page (`lacking` kinds).
export function pageOf(iri, lacking = []) {
  if (!iri.startsWith(BASE)) return null;
  const [path, anchor] = iri.slice(BASE.length).split("#");
  const [top, kind, key] = path.split("/");
  if (top === "ontology") return `ontology.html${anchor ? `#${anchor}` : ""}`;
  if (top === "scheme" && kind) return `${path}.html`;
  if (top !== "id" || !key || lacking.includes(kind)) return null;
  const passage = kind === "passage" && /^(.+)-p\d+$/.exec(key);
  return passage ? `id/source/${passage[1]}.html#${key}` : `${path}.html`;
}

// The kinds of things without a page where this page is: a site of files has no server.
export const lackingPages = () => (globalThis.citykgEngine ? STATEMENTS : []);
