// To the clipboard, also where the browser does not let a page use it.

import { el } from "./dom.js";

export async function copyText(app, text, what) {
  const done = await writtenByBrowser(text) || writtenBySelection(text);
  app.say(done ? `${what} copied` : `The browser does not let this page copy; select the text and press Ctrl+C`);
  return done;
}

async function writtenByBrowser(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// The old way: a field that nobody sees is selected and copied; the focus goes back to where it was.
function writtenBySelection(text) {
  const field = el("textarea", "", { class: "heard", "aria-hidden": "true", tabindex: -1 }), held = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (held) held.focus({ preventScroll: true });
  return done;
}
