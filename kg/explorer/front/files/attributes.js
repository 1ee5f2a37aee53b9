// What files of the graph say of things and links beside where they stand: a name, a type, and where it comes from.

import { nameOf } from "../core/model.js";
import { whereSaid } from "../core/text.js";

const wordField = (name, value) => ({ name, type: "string", value });
const realField = (name, value) => ({ name, type: "double", value });
const wholeField = (name, value) => ({ name, type: "integer", value });

const dateFields = [wordField("since", ({ start }) => start), wordField("until", ({ end }) => end)];
const sourceField = wordField("sources", ({ evidence }) => evidence.map(whereSaid).join("; "));
const scoreFields = ({ name }) => [
  realField(name, ({ scores }) => scores[name]?.value), wholeField(`${name}-rank`, ({ scores }) => scores[name]?.rank),
];

// A value that is "", null or undefined is not known.
export function thingFields(model) {
  return [
    wordField("kind", ({ kind }) => kind), wordField("type", ({ type }) => type),
    wordField("country", ({ country }) => nameOf(model, country)),
    wordField("region", ({ region }) => region), wordField("side", ({ side }) => side),
    realField("latitude", ({ lat }) => lat), realField("longitude", ({ lon }) => lon), ...dateFields,
    wordField("list", ({ list }) => list), wordField("listing", ({ listing }) => listing),
    wholeField("links", ({ links }) => links.length), wordField("community", ({ community }) => model.communities[community]),
    ...model.measures.flatMap(scoreFields), wordField("names", ({ names }) => names.join("; ")), sourceField,
  ];
}

export function linkFields() {
  return [
    wordField("relation", ({ relation }) => relation), wordField("remark", ({ remark, role }) => remark || role),
    ...dateFields, sourceField,
  ];
}

export const isSaid = (value) => value !== "" && value !== null && value !== undefined;
