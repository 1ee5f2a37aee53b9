// Names as people type them: without case, accents and signs between words.

const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", "’": "'" };

export function folded(text) {
  const plain = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return plain.replace(/[łøđðþßæœı’]/g, (letter) => LETTERS[letter]).replace(/[\s_\-.,;:()/–]+/g, " ").trim();
}

// Whether the words begin a word of the text; both are folded.
export function beginsWord(text, words) {
  return ` ${text}`.includes(` ${words}`);
}
