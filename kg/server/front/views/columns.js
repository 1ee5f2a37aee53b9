// An answer as columns of one kind each: things, numbers, dates, points on the globe, or text.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const typed = (names) => new Set(names.split(" ").map((name) => XSD + name));
const NUMBERS = typed("integer decimal double float int long short byte nonNegativeInteger positiveInteger unsignedInt");
const DATES = typed("gYear gYearMonth date dateTime dateTimeStamp");
const DATE = /^-?\d{4,}(-\d\d(-\d\d(T[\d:.]+)?)?)?(Z|[+-]\d\d:\d\d)?$/;
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*Z?\s*\(\s*(-?[\d.eE+-]+)\s+(-?[\d.eE+-]+)(?:\s+-?[\d.eE+-]+)?\s*\)\s*$/i;
const LONG = /^_?(long|lon|lng|longitude)$/i;
const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";

// `rows` are the bindings of SPARQL's JSON, `triples` whether they are subject, predicate and object of a graph.
export function tableOf(names, rows, triples = false) {
  return { columns: names.map((name) => ({ name, kind: kindOf(rows.map((row) => row[name]).filter(Boolean)) })), rows, triples };
}

// What all values of a column are; "text" where they differ, "none" where there are none.
function kindOf(values) {
  const kinds = new Set(values.map(kindOfValue));
  if (kinds.size === 1) return [...kinds][0];
  return kinds.size ? "text" : "none";
}

function kindOfValue({ type, value, datatype = "" }) {
  if (type === "uri" || type === "bnode") return "thing";
  if (NUMBERS.has(datatype)) return Number.isFinite(Number(value)) ? "number" : "text";
  if (datatype === WKT || POINT.test(value)) return POINT.test(value) ? "point" : "text";
  if (DATES.has(datatype)) return DATE.test(value) ? "date" : "text";
  return /^\d{4}(-\d\d(-\d\d)?)?$/.test(value) && (!datatype || datatype === `${XSD}string`) ? "date" : "text";
}

export const columnsOf = ({ columns }, ...kinds) => columns.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);

// Longitude and latitude of a point in WKT; null where it is none on the globe.
export function pointOf(text) {
  const found = POINT.exec(text || "");
  return found ? degrees(Number(found[1]), Number(found[2])) : null;
}

export function degrees(long, lat) {
  return Math.abs(long) <= 180 && Math.abs(lat) <= 90 ? [long, lat] : null;
}

// ?lat and ?long, or ?cityLat and ?cityLong, whatever the way of writing them.
export function degreeColumns(table) {
  const numbers = columnsOf(table, "number");
  for (const lat of numbers) {
    const stem = /^(.*?)_?lat(itude)?$/i.exec(lat)?.[1];
    const long = stem !== undefined && numbers.find((name) => name.startsWith(stem) && LONG.test(name.slice(stem.length)));
    if (long) return { lat, long };
  }
  return undefined;
}

// The years from the beginning to the end of what a date names, as numbers; null where it is none.
export function spanOf(text) {
  const found = /^(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?/.exec(text || "");
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  if (!month) return [year, year + 1];
  const start = year + (month - 1) / 12;
  return day ? [start + (day - 1) / 372, start + day / 372] : [start, start + 1 / 12];
}

// The column that names what each row is about: text before things, things before dates.
export function namingColumn(table, except = []) {
  const free = table.columns.filter(({ name }) => !except.includes(name));
  const named = free.find(({ name, kind }) => kind === "text" && /(label|name|title)$/i.test(name));
  const found = named || ["text", "thing", "date", "number"].map((kind) => free.find((each) => each.kind === kind)).find(Boolean);
  return found?.name;
}

// The column of names that goes with a column of things: ?cityName or ?cityLabel with ?city, else ?name or ?label.
export function nameFor(table, thing) {
  const texts = columnsOf(table, "text"), is = (wanted) => texts.find((name) => name.toLowerCase() === wanted.toLowerCase());
  return [`${thing}Label`, `${thing}Name`, `${thing}_label`, `${thing}_name`].map(is).find(Boolean)
    || (columnsOf(table, "thing").length === 1 && ["label", "name", "title"].map(is).find(Boolean)) || undefined;
}

// The things of a row that stand for it: the one that the naming column is of, else the first.
export function thingOf(table, row) {
  return columnsOf(table, "thing").map((name) => row[name]).find((each) => each?.type === "uri")?.value;
}

// A value as people read it: the end of an address without what stands before it.
export function said(value) {
  if (!value) return "";
  return value.type === "uri" ? keyOf(value.value) : value.value;
}

export function keyOf(address) {
  const parts = address.replace(/[/#]+$/, "").split(/[/#]/);
  return safely(parts.at(-1)) || address;
}

function safely(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
