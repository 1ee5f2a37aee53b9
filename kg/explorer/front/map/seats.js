// What the map draws for the selected thing: the places that statements link with it, and from where lines go to them.

import { activeIn } from "../core/filters.js";
import { COLLECTIVES } from "../core/model.js";
import { count, numeral } from "../core/text.js";
import { pointDegrees } from "./places.js";

const WAYS_TO_A_SEAT = ["locatedIn", "hostedBy", "adoptedAt"];

// Where a thing stands: its own point, or that of where it is located, who hosts it, where it was adopted; or null.
// `by` names what lies between: the host or the event, if the seat is theirs.
export function seatOf(node, steps = 2) {
  if (pointDegrees(node)) return { place: node, by: null };
  const next = WAYS_TO_A_SEAT.flatMap((relation) => node.links.filter((tie) => tie.side === "out" && tie.link.relation === relation));
  const own = next.find(({ other }) => pointDegrees(other));
  if (own) return { place: own.other, by: null };
  const beyond = steps > 1 ? next.map(({ other }) => ({ other, seat: seatOf(other, steps - 1) })).find(({ seat }) => seat) : null;
  return beyond ? { place: beyond.seat.place, by: beyond.other } : null;
}

// A link counts if it is shown; one of a thing that is itself hidden, if its other end, its relation and its dates are.
function tiesShown(node, { shown, state }) {
  if (shown.node[node.number]) return node.links.filter(({ link }) => shown.link[link.number]);
  const wanted = ({ relation }) => !state.relations.length || state.relations.includes(relation);
  return node.links.filter(({ link, other }) => shown.node[other.number] && wanted(link) && activeIn(state.year, link));
}

// {seat, tied, lines, sought, known}: the seat of the thing, the places linked with it, lines [from, to, whether only to
// the seat of a collective], and of a place how many collectives it is linked with, and the seats of how many are known.
export function mapSelection(node, app) {
  const others = [...new Set(tiesShown(node, app).map(({ other }) => other))].filter((other) => other !== node);
  const seat = seatOf(node), tied = others.filter(pointDegrees);
  const lines = seat ? tied.filter((other) => other !== seat.place).map((other) => [seat.place, other, false]) : [];
  if (!pointDegrees(node)) return { seat, tied, lines, sought: 0, known: 0 };
  const collectives = others.filter((other) => COLLECTIVES.has(other.kind) && !pointDegrees(other));
  const seats = collectives.map((other) => seatOf(other)).filter(Boolean);
  const places = [...new Set(seats.map(({ place }) => place))].filter((place) => place !== node && !tied.includes(place));
  return {
    seat, tied, lines: [...lines, ...places.map((place) => [node, place, true])], sought: collectives.length, known: seats.length,
  };
}

export function selectionWords(node, selection) {
  return pointDegrees(node) ? placeWords(node, selection) : thingWords(node, selection);
}

function placeWords(node, { tied, sought, known }) {
  const whose = `the ${count(sought, "collective")} that ${node.name} is linked with`;
  return [
    tied.length ? `Lines run from ${node.name} to ${count(tied.length, "place")} that a statement links with it.` : "",
    known ? `Dashed lines run to the seats of ${known === sought ? "" : `${numeral(known)} of `}${whose}.` : "",
    known < sought ? `The data name no seat of ${known ? "the others" : whose}.` : "",
  ].filter(Boolean).join(" ") || `No statement that is shown links ${node.name} with another place.`;
}

function thingWords(node, { seat, tied, lines }) {
  const at = seat ? `${seat.place.name}${seat.by ? `, where ${seat.by.name} is` : ""}` : "";
  const alone = at ? `; its seat is ${at}` : ", and nothing that is linked with it has one";
  if (!tied.length) return `${node.name} has no point of its own${alone}.`;
  const front = `In front: ${count(tied.length, "place")} linked with ${node.name}.`;
  if (!seat) return `${front} The data name no seat of it, so no lines are drawn.`;
  return lines.length ? `${front} Lines run from ${at}.` : front;
}
