// What fits what one has typed: rows of classes and properties by name or label, rows of things by any of their names.

import { beginsWord, folded } from "./fold.js";

export const MOST = 60;

// A class or property is [name, label, definition, uses], a thing [address, names, uses]; rows come by use.
// Those whose name begins as typed come before those that only hold a word that does.
export function termMatches(rows, typed) {
  const exact = typed.toLowerCase(), words = folded(typed.replace(/^<|>$/g, ""));
  const rank = ([name, label]) => {
    if (name.toLowerCase().startsWith(exact)) return 0;
    if (localName(name).toLowerCase().startsWith(exact)) return 1;
    return words && beginsWord(folded(`${spaced(localName(name))} ${label}`), words) ? 2 : 3;
  };
  return ranked(rows, rank, 3).map(([name, label, definition, uses]) => ({ text: name, label, definition, uses }));
}

export function thingMatches(rows, typed, expand) {
  const words = folded(typed.replace(/^<|>$/g, ""));
  if (!words) return [];
  const rank = ([address, names]) => {
    if (folded(names[0]).startsWith(words)) return 0;
    if (names.some((name) => beginsWord(folded(name), words))) return 1;
    return folded(address).includes(words) ? 2 : 3;
  };
  return ranked(rows, rank, 3).map(([address, names, uses]) => (
    { text: `<${expand(address)}>`, label: names[0], definition: kindOf(address), uses }
  ));
}

function ranked(rows, rank, none) {
  const kept = rows.map((row) => [rank(row), row]).filter(([at]) => at < none);
  return kept.sort(([a], [b]) => a - b).slice(0, MOST).map(([, row]) => row);
}

// "id:city/milan-it" is a city, "scheme:gcm/18" a concept of gcm.
function kindOf(address) {
  const [prefix, kind] = address.split(/[:/]/);
  return prefix === "scheme" ? `concept of ${kind}` : kind.replaceAll("-", " ");
}

const localName = (name) => name.slice(name.indexOf(":") + 1);
const spaced = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2");
