// Words beside the pointer: text, never markup. What they say is said in the panels too, so they are not read aloud.

import { el } from "./dom.js";

export function tipOf(host) {
  const made = el("div", "", { class: "tip", dir: "auto", hidden: true, "aria-hidden": "true" });
  host.append(made);
  const hide = () => { made.hidden = true; };
  return { hide, show: (words, x, y) => showTip(made, host, words, x, y) };
}

function showTip(made, host, words, x, y) {
  if (made.textContent !== words) made.textContent = words;
  made.hidden = false;
  const right = Math.max(0, host.clientWidth - made.offsetWidth - 4), below = y + 18 + made.offsetHeight < host.clientHeight;
  made.style.left = `${Math.min(x + 12, right)}px`;
  made.style.top = `${below ? y + 18 : Math.max(0, y - made.offsetHeight - 8)}px`;
}
