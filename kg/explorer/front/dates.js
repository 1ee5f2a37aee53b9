// What happened when: things that began, and links that were made, those of a year with one collective together.

import { yearOf } from "./model.js";
import { byWords, count, spoken } from "./text.js";

// The lanes of the timeline; what each holds are kinds of things by their first day, or relations by theirs.
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
  memberOf: "joined", endorses: "signed", affiliatedWith: "affiliated with", partnerIn: "in partnership with", pledgedUnder: "pledged under",
  fundedBy: "funded by", hostedBy: "hosted by", steeredBy: "steered by", initiatedBy: "initiated by", tookPartIn: "took part in",
};
const BEGUN_WORDS = { network: "founded", fund: "founded", instrument: "adopted", publication: "published" };

// Every mark {id, lane, year, text, node, links, weight, own, ended}: `node` is what a click selects, `weight` how much it matters.
export function datedMarks(shown, at = null) {
  const begun = LANES.filter(({ kinds }) => kinds).flatMap((lane) => lifeMarks(lane, shown.nodes, at));
  const tied = LANES.filter(({ relations }) => relations).flatMap((lane) => linkMarks(lane, shown.links, at));
  return [...(at ? ownMarks(at, shown) : []), ...begun, ...tied].sort((a, b) => a.year - b.year || byWords(a.text, b.text));
}

function lifeMarks({ lane, kinds }, nodes, at) {
  const own = nodes.filter((node) => kinds.includes(node.kind)), ends = lane === "founded" ? own.filter((node) => yearOf(node.end)) : [];
  return [...own.filter((node) => yearOf(node.start)).map((node) => lifeMark(lane, node, at, false)), ...ends.map((node) => lifeMark(lane, node, at, true))];
}

const lifeMark = (lane, node, at, ended) => ({
  id: `${lane} ${node.key}${ended ? " ended" : ""}`, lane, year: yearOf(ended ? node.end : node.start), date: ended ? node.end : node.start,
  text: ended ? `${node.name} (ended)` : node.name, node, links: [], weight: node.links.length, own: node === at, ended,
});

function linkMarks({ lane, relations }, links, at) {
  const dated = links.filter((link) => relations.includes(link.relation) && yearOf(link.start));
  const groups = groupedBy(dated, (link) => `${lane} ${link.relation} ${link.to.key} ${yearOf(link.start)}`);
  return [...groups].map(([id, own]) => groupMark(id, lane, own, at));
}

function groupMark(id, lane, links, at) {
  const [{ from, to, relation, start }] = links, number = new Set(links.map((link) => link.from)).size;
  const who = number === 1 ? from.name : String(number);
  return {
    id, lane, year: yearOf(start), date: links.length === 1 ? start : "", text: `${who} ${verbOf(relation)} ${to.name}`, node: to, links,
    weight: number * 5, own: Boolean(at) && (to === at || links.some((link) => link.from === at)), ended: false,
  };
}

const verbOf = (relation) => TIE_VERBS[relation] || spoken(relation).toLowerCase();

// The selected thing's own life: when it began and ended, and every dated link of it that is shown.
function ownMarks(at, shown) {
  const life = [[at.start, BEGUN_WORDS[at.kind] || "began", false], [at.end, "ended", true]].filter(([date]) => yearOf(date))
    .map(([date, words, ended]) => ownMark(at, `own ${words}`, { date, text: words, node: at, links: [], weight: 1e9, ended }));
  const ties = at.links.filter(({ link }) => shown.link[link.number]);
  const out = ties.filter(({ side }) => side === "out"), into = ties.filter(({ side }) => side === "in").map(({ link }) => link);
  const own = out.flatMap(({ link, other }) => [[link.start, "", false], [link.end, "until then ", true]].filter(([date]) => yearOf(date))
    .map(([date, words, ended]) => ownMark(at, `own ${link.key}${words}`, { date, text: `${words}${verbOf(link.relation)} ${other.name}`, node: other, links: [link], weight: other.links.length, ended })));
  const relations = [...new Set(into.map(({ relation }) => relation))];
  return [...life, ...own, ...linkMarks({ lane: "own", relations }, into, null).map((mark) => ({ ...mark, own: true, node: mark.links.length === 1 ? mark.links[0].from : at }))];
}

const ownMark = (at, id, own) => ({ id, lane: "own", year: yearOf(own.date), own: true, ...own });

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

// What of each lane has no date: things, or collectives with how many of their links have none.
export function undatedOf(shown) {
  return LANES.filter(({ lane }) => lane !== "own").map(({ lane, words, kinds, relations }) => {
    const rows = kinds ? shown.nodes.filter((node) => kinds.includes(node.kind) && !yearOf(node.start)).map((node) => [node, 1]) : undatedLinks(relations, shown.links);
    return { lane, words, links: !kinds, rows, number: rows.reduce((sum, [, number]) => sum + number, 0) };
  }).filter(({ number }) => number);
}

function undatedLinks(relations, links) {
  const found = groupedBy(links.filter((link) => relations.includes(link.relation) && !yearOf(link.start)), ({ to }) => to);
  return [...found].map(([to, own]) => [to, own.length]).sort((a, b) => b[1] - a[1] || byWords(a[0].name, b[0].name));
}

// In a few words what a mark is, for who hears it: "2018-12: Mayors’ Mechanism, founded".
export function markWords(mark) {
  const lane = LANES.find(({ lane }) => lane === mark.lane);
  const what = mark.links.length || mark.lane === "own" ? "" : `, ${mark.ended ? "ended" : BEGUN_WORDS[mark.node.kind] || "began"}`;
  const said = mark.lane === "own" ? `, ${lane.words.toLowerCase()}` : "";
  return `${mark.date || mark.year}: ${mark.links.length || mark.lane === "own" ? mark.text : mark.node.name}${what}${said}${mark.links.length > 1 ? `, ${count(mark.links.length, "link")}` : ""}`;
}
