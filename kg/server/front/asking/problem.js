// What went wrong, in one line for the reader, out of whatever came instead of an answer.

// `text` is a problem as JSON, or a plain message, or what a browser says of a failed request.
export function problemOf(text) {
  const said = parsed(text);
  if (said) return { words: said.detail || said.title || "the query failed", hint: said.hint || "", line: said.line, column: said.column };
  if (/abort/i.test(text)) return { words: "stopped", hint: "" };
  if (/fetch|network/i.test(text)) return { words: "no answer came", hint: "see whether the server runs, then ask again" };
  return { words: oneLine(text) || "the query failed", hint: "" };
}

function parsed(text) {
  try {
    const said = JSON.parse(text);
    return said && typeof said === "object" && !Array.isArray(said) ? said : null;
  } catch {
    return null;
  }
}

const oneLine = (text) => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 300);

// Where in the query it is, for words and for the editor, which counts from nought; null where that is not known.
export function spotOf({ line, column }) {
  if (!Number.isInteger(line) || line < 1) return null;
  const ch = Number.isInteger(column) && column > 0 ? column - 1 : 0;
  return { words: `line ${line}, column ${ch + 1}`, at: { line: line - 1, ch } };
}
