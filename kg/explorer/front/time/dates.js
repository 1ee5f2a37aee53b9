// What happened when: things that began, and links that were made, those of a year with one collective together.

import { groupedBy } from "../core/groups.js";
import { yearOf } from "../core/model.js";
import { byWords, count, spoken } from "../core/text.js";

// The lanes of the timeline: kinds of things by their first day, or relations by theirs.
export const LANES = [
  { lane: "own", words: "Of what is selected" },
  { lane: "founded", words: "Founded", kinds: ["network", "fund"] },
  { lane: "adopted", words: "Adopted", kinds: ["instrument"] },
  { lane: "joined", words: "Joined and signed", relations: ["memberOf", "endorses", "affiliatedWith", "partnerIn"] },
  { lane: "pledged", words: "Pledged", relations: ["pledgedUnder"] },
  { lane: "granted", words: "Funded", relations: ["fundedBy"] },
  { lane: "events", words: "Events", kinds: ["event"] },
  { lane: "practices", words: "Practices begun", kinds: ["practice"] },
  { lane: "published", words: "Published", kinds: ["publication"] },
];

const TIE_VERBS = {
  memberOf: "joined", endorses: "signed", affiliatedWith: "affiliated with", partnerIn: "in partnership with",
  pledgedUnder: "pledged under", fundedBy: "funded by", hostedBy: "hosted by",
  steeredBy: "steered by", initiatedBy: "initiated by", tookPartIn: "took part in",
};
const BEGUN_WORDS = { network: "founded", fund: "founded", instrument: "adopted", publication: "published" };
const LIFE_WEIGHT = 1e9;

const tieVerb = (relation) => TIE_VERBS[relation] || spoken(relation).toLowerCase();
const begunWord = (node) => BEGUN_WORDS[node.kind] || "began";

// Every mark {id, lane, year, date, text, node, links, weight, own, ended}: `node` is what a click selects, `weight` how
// much it matters, `own` whether it is of the selected thing; a mark of several links has no date of its own.
export function datedMarks(shown, at = null) {
  const begun = LANES.filter(({ kinds }) => kinds).flatMap((lane) => lifeMarks(lane, shown.nodes, at));
  const tied = LANES.filter(({ relations }) => relations).flatMap((lane) => linkMarks(lane, shown.links, at));
  return [...(at ? ownMarks(at, shown) : []), ...begun, ...tied].sort((a, b) => a.year - b.year || byWords(a.text, b.text));
}

function lifeMarks({ lane, kinds }, nodes, at) {
  const own = nodes.filter((node) => kinds.includes(node.kind)), mortal = lane === "founded" ? own : [];
  return [
    ...own.filter((node) => yearOf(node.start)).map((node) => lifeMark(lane, node, at, false)),
    ...mortal.filter((node) => yearOf(node.end)).map((node) => lifeMark(lane, node, at, true)),
  ];
}

function lifeMark(lane, node, at, ended) {
  const date = ended ? node.end : node.start;
  return {
    id: `${lane} ${node.key}${ended ? " ended" : ""}`, lane, year: yearOf(date), date, text: ended ? `${node.name} (ended)` : node.name,
    node, links: [], weight: node.links.length, own: node === at, ended,
  };
}

function linkMarks({ lane, relations }, links, at) {
  const dated = links.filter((link) => relations.includes(link.relation) && yearOf(link.start));
  const groups = groupedBy(dated, (link) => `${lane} ${link.relation} ${link.to.key} ${yearOf(link.start)}`);
  return [...groups].map(([id, own]) => groupMark(id, lane, own, at));
}

function groupMark(id, lane, links, at) {
  const [{ from, to, relation, start }] = links, number = new Set(links.map((link) => link.from)).size;
  const text = `${number === 1 ? from.name : number} ${tieVerb(relation)} ${to.name}`;
  return {
    id, lane, year: yearOf(start), date: links.length === 1 ? start : "", text, node: to, links, weight: number * 5,
    own: Boolean(at) && (to === at || links.some((link) => link.from === at)), ended: false,
  };
}

// The selected thing's own life: when it began and ended, and every dated link of it that is shown.
function ownMarks(at, shown) {
  const ties = at.links.filter(({ link }) => shown.link[link.number]), out = ties.filter(({ side }) => side === "out");
  const into = ties.filter(({ side }) => side === "in").map(({ link }) => link);
  return [...ownLife(at), ...out.flatMap(outMarks), ...intoMarks(at, into)];
}

function ownLife(at) {
  return [[at.start, begunWord(at), false], [at.end, "ended", true]].filter(([date]) => yearOf(date))
    .map(([date, text, ended]) => ownMark({ id: `own ${text}`, date, text, node: at, links: [], weight: LIFE_WEIGHT, ended }));
}

function outMarks({ link, other }) {
  const text = `${tieVerb(link.relation)} ${other.name}`, rest = { node: other, links: [link], weight: other.links.length };
  return [[link.start, "", false], [link.end, "until then ", true]].filter(([date]) => yearOf(date))
    .map(([date, words, ended]) => ownMark({ id: `own ${link.key} ${words}`, date, text: `${words}${text}`, ended, ...rest }));
}

// A link of one leads to whom it is with; several of a year stay with the selected thing, whose list names them.
function intoMarks(at, links) {
  const relations = [...new Set(links.map(({ relation }) => relation))];
  return linkMarks({ lane: "own", relations }, links, null)
    .map((mark) => ({ ...mark, own: true, node: mark.links.length === 1 ? mark.links[0].from : at }));
}

const ownMark = (mark) => ({ ...mark, lane: "own", year: yearOf(mark.date), own: true });

// What of each lane has no date: things, or collectives with how many of their links have none.
export function undatedOf(shown) {
  const rowsOfLane = ({ kinds, relations }) => (kinds ? undatedThings(kinds, shown.nodes) : undatedLinks(relations, shown.links));
  return LANES.filter(({ lane }) => lane !== "own").map((lane) => {
    const rows = rowsOfLane(lane);
    return { lane: lane.lane, words: lane.words, links: !lane.kinds, rows, number: rows.reduce((sum, [, number]) => sum + number, 0) };
  }).filter(({ number }) => number);
}

const undatedThings = (kinds, nodes) => nodes.filter((node) => kinds.includes(node.kind) && !yearOf(node.start)).map((node) => [node, 1]);

function undatedLinks(relations, links) {
  const found = groupedBy(links.filter((link) => relations.includes(link.relation) && !yearOf(link.start)), ({ to }) => to);
  return [...found].map(([to, own]) => [to, own.length]).sort((a, b) => b[1] - a[1] || byWords(a[0].name, b[0].name));
}

// What a mark is, for who hears it: "2018-12: Mayors’ Mechanism, founded".
export function markWords(mark) {
  const { date, year, text, node, links, lane, ended } = mark, when = date || year;
  if (lane === "own") return `${when}: ${text}, of what is selected${manyLinks(links)}`;
  return links.length ? `${when}: ${text}${manyLinks(links)}` : `${when}: ${node.name}, ${ended ? "ended" : begunWord(node)}`;
}

const manyLinks = (links) => (links.length > 1 ? `, ${count(links.length, "link")}` : "");
