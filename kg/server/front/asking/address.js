// What a link to the query page asks for: a query with the view of its answer and a title, or a named query with values.

const OWN = ["query", "view", "title", "named"];

// The part behind # decides, else that behind ?; null where neither asks for anything.
export function readAddress(hash, search = "") {
  const [said] = [hash.replace(/^#/, ""), search.replace(/^\?/, "")]
    .map((text) => new URLSearchParams(text)).filter((each) => each.get("query") || each.get("named"));
  if (!said) return null;
  const values = Object.fromEntries([...said].filter(([name]) => !OWN.includes(name)));
  return { ...Object.fromEntries(OWN.map((name) => [name, said.get(name) || ""])), values };
}

// The link that opens the query, in the same place as `page`.
export function writeAddress(page, { query, view, title }) {
  const said = Object.entries({ query, view, title }).filter(([, value]) => value);
  const text = said.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${page.replace(/[?#].*$/s, "")}#${text}`;
}
