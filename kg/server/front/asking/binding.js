// A named query with its parameters filled in, each as the kind of value that it is.

import { beginsWord, folded } from "./fold.js";

const NUMBER = /^-?\d+(\.\d+)?$/;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

// Throws an Error, in one line for the reader, where a value cannot be. `known` is { things, expand }.
export function boundQuery({ parameters, text }, given, known) {
  const terms = Object.fromEntries(parameters.map((each) => [each.name, termOf(each, given[each.name], known)]));
  return text.replace(/\$(\w+)/g, (whole, name) => terms[name] ?? whole);
}

function termOf(parameter, given, known) {
  const value = (given ?? "").trim();
  if (!value || value === parameter.default) return parameter.term;
  return WRITERS[parameter.kind](parameter, value, known);
}

const WRITERS = {
  thing: thingTerm,
  concept: conceptTerm,
  text: (_, value) => quoted(value),
  number: (parameter, value) => (NUMBER.test(value) ? value : wrong(parameter, value, "a number; write it as 12")),
  date: (parameter, value) => (DATE.test(value) ? quoted(value) : wrong(parameter, value, "a date; write it as 2018-12-08")),
};

function wrong({ name }, value, what) {
  throw new Error(`${name}: '${value}' is not ${what}`);
}

// By IRI, key or name; the names as they are written first, then as they sound without case and accents.
function thingTerm({ name }, value, { things, expand }) {
  if (/^https?:\/\/[^\s<>"{}|\\^`]+$/.test(value)) return `<${value}>`;
  const own = things.filter(([address]) => address.startsWith("id:"));
  const asTyped = own.filter(([address, names]) => keyOf(address) === value || address === value || names.includes(value));
  const found = asTyped.length ? asTyped : own.filter(([, names]) => names.some((each) => folded(each) === folded(value)));
  if (found.length === 1) return `<${expand(found[0][0])}>`;
  const choices = found.slice(0, 5).map(([address]) => keyOf(address)).join(", ");
  if (found.length) throw new Error(`${name}: '${value}' may mean ${choices}; name one by its key`);
  const near = own.filter(([, names]) => names.some((each) => beginsWord(folded(each), folded(value))));
  const hint = near.length ? `; names with it: ${near.slice(0, 3).map(([, names]) => names[0]).join(", ")}` : "; write a name or key";
  throw new Error(`${name}: nothing is called '${value}'${hint}`);
}

function conceptTerm(parameter, value, { things, expand }) {
  const address = `scheme:${value.replace(":", "/")}`;
  const found = things.find(([each]) => each === address && value.includes(":"));
  return found ? `<${expand(address)}>` : wrong(parameter, value, `a concept; write scheme:code, as ${parameter.default}`);
}

const keyOf = (address) => address.slice(address.lastIndexOf("/") + 1);

const quoted = (value) => `"${value.replace(/[\\"\n\r]/g, (sign) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[sign])}"`;
