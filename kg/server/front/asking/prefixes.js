// A query with the prefixes of the project that it uses declared, so that it runs elsewhere too and the editor knows them.

const ASIDE = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#.*/g;
const DECLARED = /\bPREFIX\s+([\w.-]*):/gi;
const USED = /(?<![\w.?$:%-])([a-z][\w.-]*):/gi;

// `known` are addresses by prefix; the lines go below the remarks at the top.
export function declared(query, known) {
  const bare = query.replace(ASIDE, " "), names = (pattern) => [...bare.matchAll(pattern)].map(([, name]) => name);
  const own = new Set(names(DECLARED)), wanted = new Set(names(USED).filter((name) => !own.has(name) && Object.hasOwn(known, name)));
  const lines = [...wanted].sort().map((name) => `PREFIX ${name}: <${known[name]}>\n`), [top] = /^(\s*#.*\n)*/.exec(query);
  return lines.length ? top + lines.join("") + query.slice(top.length) : query;
}
