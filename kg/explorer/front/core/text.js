// Words: names compared, shown and written to files.

const LETTERS = { ł: "l", ø: "o", đ: "d", ı: "i", æ: "ae", œ: "oe", ß: "ss", "’": "", "'": "", "-": " " };

// A name without case, accents, apostrophes and hyphens, as `kg show` reads it.
export function plain(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(/[łøđıæœß’'-]/g, (letter) => LETTERS[letter]).replace(/\s+/g, " ").trim();
}

// "TaskForce" → "Task force"
export function spoken(name) {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// At most so many letters, cut between letters and never inside one.
export function short(text, most = 34) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 2).join("").trimEnd()}…` : text;
}

// "2,300"
export const numeral = (number) => number.toLocaleString("en");

// A length on paper or in a path: two digits are finer than any screen.
export const rounded = (number) => Math.round(number * 100) / 100;

// "1 thing", "2,300 things"
export function count(number, one, many = `${one}s`) {
  return `${numeral(number)} ${number === 1 ? one : many}`;
}

// Where something is said, in words: source, section and passage; characters where they are known.
export function whereSaid(place) {
  const characters = place.end ? `characters ${place.start} to ${place.end}` : "";
  return [place.source ? place.source.key : place.key, place.section, place.passage, characters].filter(Boolean).join(", ");
}

const CELL_NUMBER = /^[-+]?[0-9]+([.,][0-9]+)?([eE][-+]?[0-9]+)?$/;
const CELL_ACTIVE = /^(?='*[\t\r\n])|(?:^|(?<=[;\r\n]))(?='*\t*[-=+@＝＋－＠])/g;

// A cell that a spreadsheet would run as a formula gets an apostrophe before it, and so does what begins one after a
// semicolon or an end of line, where some spreadsheets begin a new cell; the same as in the files that `kg` writes.
export function safeCell(text) {
  return CELL_NUMBER.test(text) ? text : text.replace(CELL_ACTIVE, "'");
}

// Only addresses of the web become links.
export function webAddress(text) {
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address.href : "";
  } catch {
    return "";
  }
}

// The order of words for readers, the same in every browser.
export function byWords(a, b) {
  const one = plain(a), other = plain(b);
  return one < other ? -1 : one > other ? 1 : a < b ? -1 : a > b ? 1 : 0;
}
