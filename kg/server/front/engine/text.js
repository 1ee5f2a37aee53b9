// The text of a query: without what could be mistaken for its words, what it asks for, and of whom.

const QUOTED = /"""(?:\\.|[^\\])*?"""|'''(?:\\.|[^\\])*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/gs;
const FORM = /(?<![\w?$:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])/i;
const UPDATE = /^(\s|PREFIX\s+\S*:|BASE\b)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b/i;
const SERVICE = /(?<![\w?$:.-])SERVICE(?![\w-])/i;
const FROM = /(?<![\w?$:.-])FROM(?:\s+NAMED)?(?![\w-])/gi;
const PREFIX = /(?<![\w?$:.-])PREFIX(?![\w-])/gi;
const DECLARED = /PREFIX\s+([^\s:]*):\s*<([^<>"{}|^`\\\s]*)>/iy;
const ADDRESS = /\s*(?:#[^\n]*\n\s*)*(?:<([^<>"{}|^`\\\s]*)>|([^\s:{}()<>?$]*):([^\s{}()<>;,]*))/y;

// A query with blanks for its comments, strings and IRIs; each sign stays where it was.
export const queryCode = (query) => query.replace(QUOTED, (found) => " ".repeat(found.length));

export const queryForm = (query) => (FORM.exec(queryCode(query)) || [""])[0].toUpperCase();
export const isUpdate = (query) => UPDATE.test(queryCode(query));

// Where the query asks another server: -1 where it asks none.
export const serviceAt = (query) => queryCode(query).search(SERVICE);

// The graphs after FROM and FROM NAMED, and where each stands.
export function graphsNamed(query, prefixes) {
  const code = queryCode(query), declared = { ...prefixes };
  for (const { index } of code.matchAll(PREFIX)) {
    const found = matchAt(DECLARED, query, index);
    if (found) declared[found[1]] = found[2];
  }
  return [...code.matchAll(FROM)].map(({ 0: { length }, index }) => {
    const found = matchAt(ADDRESS, query, index + length);
    return found && { at: index, name: wholeName(found, declared) };
  }).filter(Boolean);
}

function wholeName([text, address, prefix, local], declared) {
  if (address !== undefined) return address;
  return prefix in declared ? declared[prefix] + local : text;
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

// The line and the column of a sign, from 1.
export function placeOf(query, at) {
  const before = query.slice(0, at).split("\n");
  return { line: before.length, column: [...before.at(-1)].length + 1 };
}

// The line of a place with a caret below it, each behind two blanks.
export function excerptOf(query, { line, column }) {
  const lines = query.split(/\r\n|\n|\r/), shown = lines[Math.min(line, lines.length) - 1];
  const before = [...shown].slice(0, column - 1).map((sign) => (sign === "\t" ? sign : " "));
  return `  ${shown}\n  ${before.join("").padEnd(column - 1)}^`;
}

// The project's prefixes on one line before the query, so that its own lines keep their columns.
export const prefixLine = (prefixes) => `${Object.entries(prefixes).map(([name, base]) => `PREFIX ${name}: <${base}>`).join(" ")}\n`;
