// How much was there in each year.

import { lifeOf } from "../core/filters.js";
import { yearOf } from "../core/model.js";

// The first and last year in which something with these dates was there, within those of the page.
// Where one date is not known it is there from the first year or to the last; a first year after the last is never.
export function spanOf({ start, end }, [first, last]) {
  return [start ? Math.max(yearOf(start), first) : first, end ? Math.min(yearOf(end), last) : last];
}

// For each year the links and the things with a date that were there, and how many links have none.
// A link is there while both its ends are, so that the bars are what a step of the slider shows.
export function activityOf(shown, years) {
  const spans = new Map(shown.nodes.map((node) => [node, spanOf(lifeOf(node), years)]));
  const dated = shown.links.filter((link) => link.start || link.end);
  const tied = dated.map((link) => sharedSpan([spanOf(link, years), spans.get(link.from), spans.get(link.to)]));
  const living = shown.nodes.filter((node) => node.start || node.end).map((node) => spans.get(node));
  const links = countedYears(tied, years), things = countedYears(living, years);
  const most = links.reduce((found, each, at) => Math.max(found, each + things[at]), 0);
  return { links, things, most, undated: shown.links.length - dated.length };
}

const sharedSpan = (spans) => [Math.max(...spans.map(([from]) => from)), Math.min(...spans.map(([, to]) => to))];

function countedYears(spans, [first, last]) {
  const counts = new Int32Array(last - first + 2);
  for (const [from, to] of spans) {
    if (from > to) continue;
    counts[from - first] += 1;
    counts[to + 1 - first] -= 1;
  }
  for (let at = 1; at < counts.length; at += 1) counts[at] += counts[at - 1];
  return counts.subarray(0, -1);
}

// One path of bars, each standing on the one below it: x in years, the first at 1, and y of 100 from the top.
export function barsPath(counts, below, most) {
  const tall = (number) => Math.round((number / most) * 1000) / 10;
  return [...counts].map((number, at) => {
    const foot = 100 - tall(below ? below[at] : 0);
    return number ? `M${at + 0.58} ${foot}h.84v${-tall(number)}h-.84z` : "";
  }).join("");
}

// The year after this one; 0 after the last.
export const nextYear = (year, [, last]) => (year < last ? year + 1 : 0);

// Where playing begins: at the chosen year, or where there is a fiftieth of what there is at most; nobody waits long for nothing.
export function playedFrom(year, { links, things, most }, [first, last]) {
  if (year >= first && year < last) return year;
  return first + Math.max(0, links.findIndex((each, at) => (each + things[at]) * 50 >= most));
}

// Years to write under a line: round ones, at most so many.
export function roundYears([first, last], most) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => (last - first) / each < most);
  const start = Math.ceil(first / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((last - start) / step) + 1) }, (_, at) => start + at * step);
}
