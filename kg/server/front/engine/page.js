// The engine as the page has it: `citykgEngine.ask(query, accept, signal)` answers as the server would.

import { partLoader } from "./parts.js";
import { engineQueue } from "./queue.js";

const { prefixes, base } = citykgSettings;
const parts = partLoader(document.currentScript.src.replace(/[^/]*$/, ""));
const listeners = new Set();
const loaded = { bytes: null };

globalThis.citykgEngine = {
  ...engineQueue(start, (state) => listeners.forEach((listener) => listener(state))),
  take: parts.take,
  hear: (listener) => listeners.add(listener), // "opening", "ready" or "broken"
};

// The bytes are loaded once; a worker that takes the place of another gets them again.
function bytesOnce() {
  loaded.bytes ||= Promise.all([parts.bytes("wasm"), parts.bytes("graph")]);
  loaded.bytes.catch(() => { loaded.bytes = null; });
  return loaded.bytes;
}

function start(hear) {
  const worker = madeWorker(hear);
  bytesOnce().then(
    ([wasm, graph]) => worker.postMessage({ parts: { wasm, graph, prefixes, base } }),
    (error) => hear({ broken: error.message }),
  );
  return worker;
}

// A worker of its own, or what stands in for one where the browser or the page's policy allows none.
function madeWorker(hear) {
  const line = { to: null, sent: [], heard: false };
  const told = (data) => { line.heard = true; hear(data); };
  const beside = () => {
    line.to = besideWorker(told);
    line.sent.forEach((data) => line.to.postMessage(data));
  };
  const lost = (words) => (line.heard ? hear({ broken: words }) : beside());
  try {
    line.to = ownWorker(told, lost);
  } catch {
    beside();
  }
  return { postMessage: (data) => { line.sent.push(data); line.to.postMessage(data); }, terminate: () => line.to.terminate() };
}

// A worker from the text of this very script: nothing is loaded for it.
function ownWorker(hear, lost) {
  const text = `"use strict";\n${citykgCore}\nself.postMessage({ started: true });\ncitykgCore().serve(self);`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" })), worker = new Worker(address);
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = (event) => { event.preventDefault(); lost(event.message || "the worker has stopped"); };
  return worker;
}

// Without a worker the page waits while a query runs, and what runs cannot be stopped.
function besideWorker(hear) {
  const scope = { postMessage: hear };
  citykgCore().serve(scope);
  return { postMessage: (data) => setTimeout(() => scope.onmessage({ data })), terminate: () => { scope.postMessage = () => {}; } };
}
