// Queries one after the other in a worker that can be ended at any time; another takes its place.

// `start` makes a worker that has been told to open the engine; `tell` hears what goes on: opening, ready, broken.
export function engineQueue(start, tell = () => {}) {
  const queue = { start, tell, worker: null, waiting: [], running: null, ready: false };
  return {
    ask: (query, accept, signal) => new Promise((resolve, reject) => enqueue(queue, { query, accept, signal, resolve, reject })),
    open: () => opened(queue),
  };
}

function enqueue(queue, task) {
  if (task.signal?.aborted) return task.reject(stopped());
  task.stop = () => stopTask(queue, task);
  task.signal?.addEventListener("abort", task.stop, { once: true });
  queue.waiting.push(task);
  opened(queue);
  return next(queue);
}

function opened(queue) {
  if (queue.worker) return;
  queue.worker = queue.start((message) => hear(queue, message));
  queue.tell("opening");
}

// A stopped query that runs takes its worker with it.
function stopTask(queue, task) {
  queue.waiting = queue.waiting.filter((each) => each !== task);
  if (queue.running === task) renew(queue);
  task.reject(stopped());
  next(queue);
}

function renew(queue) {
  queue.worker?.terminate();
  Object.assign(queue, { worker: null, running: null, ready: false });
  opened(queue);
}

function next(queue) {
  if (!queue.ready || queue.running || !queue.waiting.length) return;
  queue.running = queue.waiting.shift();
  queue.worker.postMessage({ query: queue.running.query, accept: queue.running.accept });
}

function hear(queue, { ready, answer, broken }) {
  if (broken && !answer) return failAll(queue, broken);
  if (ready) { queue.ready = true; queue.tell("ready"); }
  if (answer) finish(queue, answer);
  if (broken) renew(queue);
  return next(queue);
}

function finish(queue, answer) {
  const { running } = queue;
  queue.running = null;
  running.signal?.removeEventListener("abort", running.stop);
  running.resolve(answer);
}

// The engine cannot be opened at all: every query says why, and the next one tries again.
function failAll(queue, broken) {
  const tasks = [queue.running, ...queue.waiting].filter(Boolean);
  queue.worker?.terminate();
  Object.assign(queue, { worker: null, waiting: [], running: null, ready: false });
  queue.tell("broken");
  for (const { reject } of tasks) reject(new Error(`the engine cannot be opened: ${broken}`));
}

const stopped = () => new DOMException("The query was stopped", "AbortError");
