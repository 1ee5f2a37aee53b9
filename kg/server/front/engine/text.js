// The text of a query: without what could be mistaken for its words, what it asks for, and of whom.

const QUOTED = /"""(?:\\.|[^\\])*?"""|'''(?:\\.|[^\\])*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/gs;
const FORM = /(?<![\w?$:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])/i;
const UPDATE = /^(\s|PREFIX\s+\S*:|BASE\b)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b/i;
const SERVICE = /(?<![\w?$:.-])SERVICE(?![\w-])/i;
const FROM = /(?:(?<=ASK)|(?<![\w?$:@.-]))FROM(\s*NAMED(?![\w:-]))?(?![\w:-])/gi;
const PROLOGUE = /^(?:\s|PREFIX\s*[^\s:]*:|BASE\b|VERSION\b)*/i;
const ADDRESS = /(?:\s|#[^\n]*(?:\n|$))*(<[^<>"{}|^`\\\s]*>|[^\s:{}()<>?$"'#]*:[^\s{}()<>;,"'?$#]*)/y;

// A query with blanks for its comments, strings and IRIs; each sign stays where it was.
export const queryCode = (query) => query.replace(QUOTED, (found) => " ".repeat(found.length));

export const queryForm = (query) => (FORM.exec(queryCode(query)) || [""])[0].toUpperCase();
export const isUpdate = (query) => UPDATE.test(queryCode(query));

// Where the query asks another server: -1 where it asks none.
export const serviceAt = (query) => queryCode(query).search(SERVICE);

// Where FROM and FROM NAMED stand, and the address after each as it is written.
export function graphSpots(query) {
  return [...queryCode(query).matchAll(FROM)].map(({ 0: { length }, index }) => {
    ADDRESS.lastIndex = index + length;
    const found = ADDRESS.exec(query);
    return found && { at: index, address: found[1] };
  }).filter(Boolean);
}

// A query whose one row has those addresses in full, as ?g0, ?g1 and so on: what a prefix means only the engine knows.
export function graphQuery(query, spots) {
  const asked = spots.map(({ address }, at) => `(${address} AS ?g${at})`).join("\n");
  return `${query.slice(0, PROLOGUE.exec(queryCode(query))[0].length)}\nSELECT ${asked} {}`;
}

// The line and the column of a sign, from 1.
export function placeOf(query, at) {
  const before = query.slice(0, at).split("\n");
  return { line: before.length, column: [...before.at(-1)].length + 1 };
}

// The line of a place with a caret below it, each behind two blanks.
export function excerptOf(query, { line, column }) {
  const lines = query.split("\n"), shown = lines[Math.min(line, lines.length) - 1].replace(/\r+$/, "");
  const before = [...shown].slice(0, column - 1).map((sign) => (sign === "\t" ? sign : " "));
  return `  ${shown}\n  ${before.join("").padEnd(column - 1)}^`;
}

// The project's prefixes on one line before the query, so that its own lines keep their columns.
export const prefixLine = (prefixes) => `${Object.entries(prefixes).map(([name, base]) => `PREFIX ${name}: <${base}>`).join(" ")}\n`;
