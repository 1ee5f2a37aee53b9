// From values to pixels, and the round values that an axis names.

export function scaleOf([from, to], [start, end]) {
  const width = to - from || 1;
  return (value) => start + ((value - from) / width) * (end - start);
}

// Round values from the least to the most, about as many as wanted; whole ones where `whole`.
export function ticksOf(from, to, wanted, whole = false) {
  const step = stepOf(to - from || 1, Math.max(wanted, 1), whole), found = [];
  for (let at = Math.ceil(from / step - 1e-9); at * step <= to + step * 1e-9; at += 1) found.push(Number((at * step).toPrecision(12)));
  return found;
}

function stepOf(width, wanted, whole) {
  const raw = width / wanted, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((each) => each * power >= raw * 0.999) * power;
  return whole ? Math.max(1, step) : step;
}

export const numberWords = (value) => value.toLocaleString("en", { maximumFractionDigits: 3 });

// Text that is no longer than so many signs.
export const shortened = (text, most) => (text.length > most ? `${text.slice(0, Math.max(most - 1, 1)).trimEnd()}…` : text);

// "1 row", "2 rows".
export const counted = (count, noun) => `${numberWords(count)} ${noun}${count === 1 ? "" : "s"}`;
