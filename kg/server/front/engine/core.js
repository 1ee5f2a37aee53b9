// What the engine's script gives to a worker: `oxigraph` stands before it, and `given` takes what it gives.

import { serveMessages } from "./worker.js";

given.serve = (scope) => serveMessages(scope, oxigraph);
