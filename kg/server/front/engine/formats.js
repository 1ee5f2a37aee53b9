// The forms that an answer can have, and which of them an Accept header likes best.

const ROWS = [
  "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
];
const GRAPH = [
  "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/trig",
  "application/n-quads",
];
const ROW_NAMES = { "application/json": ROWS[0], "application/xml": ROWS[1], "text/xml": ROWS[1] };
const GRAPH_NAMES = {
  "application/json": GRAPH[3], "application/xml": GRAPH[2], "text/xml": GRAPH[2], "text/plain": GRAPH[1],
  "application/x-turtle": GRAPH[0], "application/turtle": GRAPH[0],
};

const isGraph = (form) => form === "CONSTRUCT" || form === "DESCRIBE";
export const formatsOf = (form) => (isGraph(form) ? GRAPH : ROWS);

// The form that is liked best, the first of equals; null where none would do.
export function formatChosen(form, accept) {
  const formats = formatsOf(form), wanted = wishes(accept || "*/*", isGraph(form) ? GRAPH_NAMES : ROW_NAMES);
  const weights = formats.map((format) => weightOf(format, wanted)), best = Math.max(...weights);
  return best > 0 ? formats[weights.indexOf(best)] : null;
}

// Ranges and their weights; other names of a form count as the form.
function wishes(accept, names) {
  return accept.split(",").map((part) => {
    const [name, ...parameters] = part.split(";").map((each) => each.trim().toLowerCase());
    const weight = parameters.find((each) => each.startsWith("q="));
    return { range: names[name] || name, weight: weight ? Number(weight.slice(2)) || 0 : 1 };
  });
}

// The weight of the narrowest range that holds the form.
function weightOf(format, wanted) {
  const ranges = [format, `${format.split("/")[0]}/*`, "*/*"];
  const found = ranges.map((range) => wanted.filter((wish) => wish.range === range)).find(({ length }) => length);
  return found ? Math.max(...found.map(({ weight }) => weight)) : 0;
}
