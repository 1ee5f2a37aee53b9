// Marks on figures: what a pointer, a key and a screen reader find there.

import { lackingPages, pageOf } from "../asking/pages.js";
import { svg } from "./dom.js";

// The page of this site about a thing; undefined where there is none.
export const pageFor = (address) => (address && pageOf(address, lackingPages())) || undefined;

// A mark that can be pointed at, reached by key, and opened where it stands for a thing with a page.
export function mark({ said, address, ...attributes }, ...children) {
  const role = address ? "link" : "img", own = { class: "mark", tabindex: "-1", href: address, role, "aria-label": said };
  return svg("a", { ...own, ...attributes }, svg("title", {}, said), ...children);
}

// The arrow keys move among the marks of a figure; Tab goes to one of them and then on.
export function roving(host) {
  const marks = () => [...host.querySelectorAll(".mark")];
  marks()[0]?.setAttribute("tabindex", "0");
  host.addEventListener("focusin", ({ target }) => hold(marks(), target.closest(".mark")));
  host.addEventListener("keydown", (event) => {
    const all = marks(), at = all.indexOf(event.target.closest(".mark")), to = stepped(event.key, at, all.length);
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[to].focus();
  });
}

function hold(marks, own) {
  if (own) for (const each of marks) each.setAttribute("tabindex", each === own ? "0" : "-1");
}

function stepped(key, at, count) {
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: count - 1 };
  return key in steps ? Math.min(Math.max(steps[key], 0), count - 1) : undefined;
}
