// Rows put together by what is said of them.

// Rows by their key, in the order in which they come.
export function groupedBy(rows, keyOf) {
  const found = new Map();
  for (const row of rows) {
    const key = keyOf(row), own = found.get(key);
    if (own) own.push(row);
    else found.set(key, [row]);
  }
  return found;
}

// How many rows have each key.
export function countedBy(rows, keyOf) {
  const found = new Map();
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) || 0) + 1);
  return found;
}
