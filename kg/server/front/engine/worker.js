// The engine itself, in a worker of its own or, where none can be made, beside the page.

import { answerOf } from "./answers.js";
import { problemAnswer } from "./problems.js";

// The bytes of the engine and of the graph, the project's prefixes and its base.
export function openEngine(oxigraph, { wasm, graph, prefixes, base }) {
  oxigraph.initSync({ module: wasm });
  const store = new oxigraph.Store();
  store.load(graph, { format: "application/trig", no_transaction: true });
  const graphs = new Set(store.query("SELECT DISTINCT ?g { GRAPH ?g { } }").map((row) => row.get("g").value));
  return (query, accept) => answerOf({ store, graphs, prefixes, base }, query, accept);
}

// What a worker does with each message: open the engine, then answer one query after the other.
export function serveMessages(scope, oxigraph) {
  let ask = null;
  scope.onmessage = ({ data }) => {
    try {
      if (data.parts) ask = openEngine(oxigraph, data.parts);
      scope.postMessage(data.parts ? { ready: true } : { answer: ask(data.query, data.accept) });
    } catch (error) {
      scope.postMessage({ broken: String(error?.message || error), answer: ask && outOfMemory() });
    }
  };
}

// WebAssembly that has run out of memory stops for good.
export function outOfMemory() {
  const hint = "ask for less: add LIMIT, or link the parts of the query with one another";
  return problemAnswer(413, "the query needs more memory than a browser gives", { hint });
}
