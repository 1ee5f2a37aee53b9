// What can stand where one types: a class, a property, a thing, or nothing that we know of.

const TYPES = new Set(["a", "rdf:type", "rdfs:subClassOf", "rdfs:domain", "rdfs:range"]);
const KEYWORDS = (
  "select where filter optional union graph bind values minus exists not order group having limit offset distinct reduced " +
  "prefix base construct describe ask from named count sum min max avg sample group_concat separator concat str lang " +
  "langmatches datatype bound iri uri bnode rand abs ceil floor round strlen ucase lcase encode_for_uri contains strstarts " +
  "strends strbefore strafter year month day hours minutes seconds timezone now uuid struuid coalesce if strlang strdt " +
  "sameterm isiri isuri isblank isliteral isnumeric regex substr replace true false undef desc asc as in service silent"
).split(" ");

// `spot` is { string, type, possible, before }: the token, its kind, what the grammar takes there, the token before it.
// `asked` is true where one presses Ctrl-Space, false where one merely types.
export function placeOf({ string, type, possible, before }, asked = false) {
  const typed = string.trim();
  if (/^[?$"']/.test(typed) || ["comment", "string"].includes(type)) return null;
  if (/^(prefix|base)$/i.test(before)) return null;
  if (TYPES.has(before)) return "classes";
  if (possible.includes("a")) return typed || asked ? "properties" : null;
  if (typed && !possible.includes("IRI_REF") && type !== "error") return null;
  return worthIt(typed, asked) ? "things" : null;
}

// Somebody who types FILT means no thing.
function worthIt(typed, asked) {
  const words = typed.replace(/^</, "");
  if (asked) return words.length > 0;
  return words.length > 2 && !/^https?:/.test(words) && !KEYWORDS.some((each) => each.startsWith(words.toLowerCase()));
}
