// Things by their names: other names and keys count, case, accents, hyphens and the order of words do not.

import { plain } from "./text.js";

// The things that a text may mean, the nearest first; of two as near the one with more links.
export function matchesOf(nodes, text) {
  const wanted = plain(text);
  if (!wanted) return [];
  const words = wanted.split(" "), found = [];
  for (const node of nodes) {
    const rank = nearestName(node, wanted, words);
    if (rank < FAR) found.push({ node, rank });
  }
  const order = (a, b) => a.rank - b.rank || b.node.links.length - a.node.links.length || a.node.number - b.node.number;
  return found.sort(order).map(({ node }) => node);
}

// The other name by which a thing was found, where its name alone does not say why it is here; else "".
export function nameFound(node, text) {
  const wanted = plain(text), words = wanted.split(" ");
  const ranks = node.plain.map((name) => nameDistance(name, wanted, words));
  const best = Math.min(...ranks);
  return ranks[0] === best ? "" : [node.name, ...node.names, node.key][ranks.indexOf(best)];
}

const FAR = 5;

function nearestName(node, wanted, words) {
  let best = FAR;
  for (const name of node.plain) best = Math.min(best, nameDistance(name, wanted, words));
  return best;
}

// 0 the whole name, 1 its beginning, 2 the beginning of a word, 3 inside, 4 all words in another order, else far.
function nameDistance(name, wanted, words) {
  const at = name.indexOf(wanted);
  if (at === 0) return name.length === wanted.length ? 0 : 1;
  if (at > 0) return name.includes(` ${wanted}`) ? 2 : 3;
  return words.length > 1 && words.every((word) => name.includes(word)) ? 4 : FAR;
}
