// The parts of the engine that lie beside its script: each a script of its own, since a page that is opened from a
// folder can load scripts but fetch nothing.

export function partLoader(base, load = loadScript) {
  const taken = {};
  return {
    take: (name, packed) => { taken[name] = packed; },
    bytes: async (name) => {
      await load(`${base}engine-${name}.js`);
      if (!(name in taken)) throw new Error(`engine-${name}.js does not give the part ${name}`);
      return unpackedBytes(taken[name]);
    },
  };
}

// Bytes out of gzip in base64.
export async function unpackedBytes(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = () => { made.remove(); resolve(); };
    made.onerror = () => reject(new Error(`${address} is missing`));
    document.head.append(made);
  });
}
