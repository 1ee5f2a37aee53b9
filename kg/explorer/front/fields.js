// What files of the graph say of things and links beside where they stand: a name, a type, and where it comes from.

import { whereSaid } from "./text.js";

const words = (name, value) => ({ name, type: "string", value });
const real = (name, value) => ({ name, type: "double", value });
const whole = (name, value) => ({ name, type: "integer", value });

// A value that is "", null or undefined is not known.
export function thingFields(model) {
  return [
    words("kind", ({ kind }) => kind), words("type", ({ type }) => type),
    words("country", ({ country }) => model.byKey.get(country)?.name || country), words("region", ({ region }) => region), words("side", ({ side }) => side),
    real("latitude", ({ lat }) => lat), real("longitude", ({ lon }) => lon),
    words("since", ({ start }) => start), words("until", ({ end }) => end), words("list", ({ list }) => list), words("listing", ({ listing }) => listing),
    whole("links", ({ links }) => links.length), words("community", ({ community }) => model.communities[community]),
    ...model.measures.flatMap(({ name }) => [real(name, ({ scores }) => scores[name]?.value), whole(`${name}-rank`, ({ scores }) => scores[name]?.rank)]),
    words("names", ({ names }) => names.join("; ")), words("sources", ({ evidence }) => evidence.map(whereSaid).join("; ")),
  ];
}

export function linkFields() {
  return [
    words("relation", ({ relation }) => relation), words("remark", ({ remark, role }) => remark || role),
    words("since", ({ start }) => start), words("until", ({ end }) => end), words("sources", ({ evidence }) => evidence.map(whereSaid).join("; ")),
  ];
}

export const isSaid = (value) => value !== "" && value !== null && value !== undefined;
