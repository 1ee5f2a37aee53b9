// Ways through the graph: who is how far, the shortest way between two things, and what two of them share.

// How many steps everything within reach is away, nearest first; things and links that are not shown are no way.
export function egoOf(node, steps, shown) {
  const far = new Map([[node, 0]]);
  for (const [each, distance] of far) {
    if (distance === steps) break;
    for (const { link, other } of each.links) if (shown.link[link.number] && !far.has(other)) far.set(other, distance + 1);
  }
  return far;
}

// One of the shortest ways from one thing to another, both ends included; empty where there is none.
// Of several as short the one that comes first by the order of things is taken.
export function shortestPath(from, to, shown) {
  const before = new Map([[from, null]]);
  for (const [each] of before) {
    if (each === to) break;
    const next = each.links.filter(({ link, other }) => shown.link[link.number] && !before.has(other)).map(({ other }) => other);
    for (const other of next.sort((a, b) => a.number - b.number)) if (!before.has(other)) before.set(other, each);
  }
  if (!before.has(to)) return [];
  const way = [];
  for (let each = to; each; each = before.get(each)) way.unshift(each);
  return way;
}

// What two things are both linked with, and what only one of them is.
export function comparison(one, other, shown) {
  const own = (node) => new Set(node.links.filter(({ link }) => shown.link[link.number]).map((tie) => tie.other));
  const first = own(one), second = own(other), without = (node) => node !== one && node !== other;
  return {
    shared: [...first].filter((node) => second.has(node) && without(node)),
    here: [...first].filter((node) => !second.has(node) && without(node)),
    there: [...second].filter((node) => !first.has(node) && without(node)),
  };
}
