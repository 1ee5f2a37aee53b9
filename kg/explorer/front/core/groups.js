// Rows by what `keyOf` says of them, in the order in which they come.
export function groupedBy(rows, keyOf) {
  const found = new Map();
  for (const row of rows) {
    const key = keyOf(row), own = found.get(key);
    if (own) own.push(row);
    else found.set(key, [row]);
  }
  return found;
}
