// How the page asks: its own endpoint over HTTP, or the engine in the page where there is one; nothing else, ever.

const FORM = "application/x-www-form-urlencoded";

// `send` is the browser's fetch, `engine` gives the engine of a site without a server, or nothing.
export function asker({ endpoint, send, engine }) {
  return async (query, accept, signal) => {
    const own = engine();
    if (own) {
      const { status, type, text } = await own.ask(query, accept, signal);
      return new Response(text, { status, headers: { "Content-Type": type } });
    }
    const body = new URLSearchParams({ query });
    return send(endpoint, { method: "POST", headers: { Accept: accept, "Content-Type": FORM }, body, signal, credentials: "omit" });
  };
}

// A fetch for the editor, which posts a form to the endpoint; any other address is refused.
export function ownFetch(endpoint, ask) {
  return async (resource, options) => {
    const request = new Request(resource, options);
    if (request.url !== endpoint) throw new TypeError(`this page asks only its own endpoint, not ${request.url}`);
    const query = new URLSearchParams(await request.text()).get("query") || "";
    return visible(await ask(query, request.headers.get("Accept"), request.signal));
  };
}

// YASR takes an empty text for no answer, so that a graph without a triple gets a comment.
async function visible(response) {
  if (!response.ok) return response;
  const text = await response.text();
  return new Response(text || "# nothing\n", { status: response.status, headers: response.headers });
}
