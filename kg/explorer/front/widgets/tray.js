// A list that a click opens below a picture: its heading takes the focus, Escape and Close give it back.

import { button, el } from "./dom.js";

export function listTray(name) {
  const heading = el("h3", "", { tabindex: -1, dir: "auto" }), body = el("ul"), close = button("Close", () => shut(), {});
  const head = el("div", "", { class: "tray-head" }, heading, close);
  const box = el("section", "", { class: "tray", "aria-label": name, hidden: true }, head, body);
  let origin = null;
  box.addEventListener("keydown", (event) => event.key === "Escape" && shut());

  function shut() {
    const back = origin && box.contains(document.activeElement) ? origin() : null;
    box.hidden = true;
    if (back) back.focus();
  }

  // `from()` finds what the list was opened by, which may have been drawn anew.
  function open(title, rows, from) {
    origin = from;
    heading.textContent = title;
    body.replaceChildren(...rows);
    box.hidden = false;
    heading.focus();
  }

  return { box, open, shut };
}
