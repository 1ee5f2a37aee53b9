// The land and the borders, from a script that is loaded when a map is first drawn.

let loading = null;

// { d3, topojson, atlas }; a page opened from a folder can load a script, but fetch nothing.
export function loadedWorld() {
  loading ||= loadScript(new URL("assets/world.js", document.baseURI).href).then(() => ({ d3, topojson, atlas: citykgAtlas }));
  loading.catch(() => { loading = null; });
  return loading;
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = resolve;
    made.onerror = () => reject(new Error(`${address} is missing`));
    document.head.append(made);
  });
}
