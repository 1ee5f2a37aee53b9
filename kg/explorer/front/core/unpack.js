// What the page carries compressed: gzip in base64.

export async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.trim()), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// Columns as they are written: each with all values, or with the different ones and which of them a row has.
export function rowsOf(columns) {
  const made = [];
  for (const [name, { all, of, at }] of Object.entries(columns)) {
    (at || all).forEach((value, row) => { (made[row] ||= {})[name] = at ? of[value] : value; });
  }
  return made;
}
