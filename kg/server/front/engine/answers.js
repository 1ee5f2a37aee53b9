// The answer to a query: its status, its form and its text, as the server would give them.

import { formatChosen, formatsOf } from "./formats.js";
import { complaintAnswer, problemAnswer } from "./problems.js";
import { graphQuery, graphSpots, isUpdate, placeOf, prefixLine, queryCode, queryForm, serviceAt } from "./text.js";

// `store` is the engine's, `graphs` the names of its named graphs, `base` what relative addresses stand for.
export function answerOf(engine, query, accept) {
  return refusal(engine, query) || formed(engine, query, accept);
}

function refusal(engine, query) {
  if (!queryCode(query).trim()) return problemAnswer(400, "the query is empty", { hint: "'kg query --list' shows the named ones" });
  if (isUpdate(query)) {
    return problemAnswer(403, "this would change the graph, and the endpoint is read-only", { hint: "send a query" });
  }
  const service = serviceAt(query);
  if (service >= 0) {
    const hint = "ask that server itself, and join the answers";
    return refusedAt(403, "SERVICE asks another server, and this one asks none", hint, placeOf(query, service));
  }
  const strange = graphsNamed(engine, query).find(({ name }) => !engine.graphs.has(name));
  if (!strange) return null;
  const hint = "GET / of the endpoint describes the graphs";
  return refusedAt(400, `there is no graph <${strange.name}>`, hint, placeOf(query, strange.at));
}

// The graphs after FROM and FROM NAMED in full; none where the query does not parse, which is told later.
function graphsNamed({ store, prefixes, base }, query) {
  const spots = graphSpots(query);
  if (!spots.length) return [];
  try {
    const [row] = store.query(prefixLine(prefixes) + graphQuery(query, spots), { base_iri: base });
    return spots.map(({ at }, number) => ({ at, name: row.get(`g${number}`)?.value })).filter(({ name }) => name);
  } catch {
    return [];
  }
}

function refusedAt(status, words, hint, place) {
  return problemAnswer(status, `${words}, at line ${place.line}, column ${place.column}`, { hint, ...place });
}

function formed({ store, prefixes, base }, query, accept) {
  const form = queryForm(query), format = formatChosen(form, accept);
  if (!format) {
    const detail = `this sort of query is answered as ${formatsOf(form).join(", ")}`;
    return problemAnswer(406, detail, { hint: "ask for one of these in Accept" });
  }
  try {
    const text = store.query(prefixLine(prefixes) + query, { results_format: format, base_iri: base });
    return { status: 200, type: format, text };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error; // out of memory: the engine is no more
    return complaintAnswer(query, String(error?.message || error), 1);
  }
}
