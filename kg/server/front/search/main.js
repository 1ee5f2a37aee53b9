// Search as one types: the names of all things are asked for when the field is first used, and found without a server.

import { plain } from "../../../explorer/front/core/text.js";
import { matchesOf, nameFound } from "../../../explorer/front/core/search.js";

const MOST = 200; // as the pages that a server makes
const own = document.currentScript;
const root = own.dataset.root;
const field = document.querySelector("main input[name=q]");
const list = document.getElementById("found");
const said = document.getElementById("said");
let nodes = null, asked = false;

function askForNames() {
  if (asked) return;
  asked = true;
  const script = document.createElement("script");
  script.src = `${root}assets/names.js`;
  script.addEventListener("load", () => { nodes = window.citykgNames.map(nodeOf); show(); });
  script.addEventListener("error", () => { said.textContent = "The names could not be read; press Enter to search."; });
  document.head.append(script);
}

function nodeOf([name, path, what, where, names], number) {
  const key = path.slice(path.lastIndexOf("/") + 1, -".html".length);
  return { name, path, what, where, names, key, number, links: [], plain: [name, ...names, key].map(plain) };
}

function show() {
  if (!nodes || list.dataset.answers === field.value) return;
  delete list.dataset.answers;
  const matches = matchesOf(nodes, field.value), shown = matches.slice(0, MOST);
  list.replaceChildren(...shown.map((node) => entry(node, nameFound(node, field.value))));
  said.textContent = plain(field.value) ? sentence(matches.length) : "";
}

function sentence(number) {
  if (!number) return "Nothing is called so; try a part of the name.";
  if (number > MOST) return `${number} found, the nearest ${MOST} shown.`;
  return number === 1 ? "1 found." : `${number} found.`;
}

function entry(node, other) {
  const line = document.createElement("li"), link = document.createElement("a"), words = document.createElement("span");
  link.href = root + node.path;
  link.textContent = node.name;
  words.className = "soft";
  words.textContent = [other === node.key ? "" : other, node.what, node.where].filter(Boolean).map((each) => ` · ${each}`).join("");
  line.append(link, words);
  return line;
}

if (field && list && said) {
  document.getElementById("scriptless")?.remove();
  const wanted = new URLSearchParams(location.search).get("q");
  if (wanted !== null && !field.value) field.value = wanted;
  field.addEventListener("focus", askForNames);
  field.addEventListener("input", () => { askForNames(); show(); });
  if (field.value && list.dataset.answers !== field.value) askForNames();
}
