// Citing what is selected: the words, the records for BibTeX, and its part of the graph in Turtle, each to be copied.

import { citationOf, citedAddress } from "../files/citation.js";
import { turtleOf } from "../files/turtle.js";
import { copyText } from "../widgets/copying.js";
import { button, el } from "../widgets/dom.js";
import { copyLinkButton, viewAddress } from "./focusing.js";

// Without a thing the page itself is cited.
export function citeButtons(app, node) {
  const citation = () => citationOf(app.model, node, citedAddress(viewAddress(app))), box = el("div");
  return [el("div", "", { class: "buttons" },
    button("Copy citation", () => copyText(app, citation().plain, "Citation"), { id: "copy-citation" }),
    button("Copy BibTeX", () => copyText(app, citation().bibtex, "BibTeX"), { id: "copy-bibtex" }),
    copyLinkButton(app), ...(node ? [turtleButton(app, node, box)] : [])), box];
}

function turtleButton(app, node, box) {
  return button("Turtle", (own) => {
    const open = own.getAttribute("aria-expanded") !== "true";
    own.setAttribute("aria-expanded", String(open));
    box.replaceChildren(...(open ? turtleText(app, node) : []));
  }, { id: "turtle", "aria-expanded": "false" });
}

function turtleText(app, node) {
  const text = turtleOf(app.model, node);
  const href = `data:text/turtle;charset=utf-8,${encodeURIComponent(text)}`;
  const save = el("a", "Download", { download: `${node.key}.ttl`, href, class: "button" });
  return [
    el("div", "", { class: "buttons" }, button("Copy Turtle", () => copyText(app, text, "Turtle"), { id: "copy-turtle" }), save),
    el("pre", text, { tabindex: 0, role: "region", "aria-label": `${node.name} in Turtle`, class: "turtle" }),
  ];
}
