// Where marks stand along the years: which fit beside one another, and what must be counted together.

import { groupedBy } from "../core/groups.js";
import { roundYears } from "./years.js";

const MARK_GAP = 12, MARK_DOT = 6, CHIP_WIDTH = 38;

// The years to show at first: from the one before which only a twenty-fifth of the marks lie.
export function firstRange(marks, years) {
  const sorted = marks.map(({ year }) => year).sort((a, b) => a - b);
  return sorted.length ? [Math.max(years[0], sorted[Math.floor(sorted.length / 25)]), years[1]] : years;
}

// What the reader asked for, within what there is; at least three years, where there are as many.
export function rangeOf({ since, until }, first, [start, end]) {
  const from = clampYear(since || first[0], start, end), to = clampYear(until || first[1], start, end);
  const low = Math.min(from, to), high = Math.max(from, to, Math.min(low + 2, end));
  return [Math.max(start, Math.min(low, high - 2)), high];
}

// Half or twice as many years around one of them.
export function zoomed([from, to], middle, factor, [start, end]) {
  const wide = Math.max(3, Math.min(Math.round((to - from + 1) * factor), end - start + 1));
  const low = clampYear(middle - Math.floor(wide / 2), start, Math.max(start, end - wide + 1));
  return [low, Math.min(end, low + wide - 1)];
}

const clampYear = (year, start, end) => Math.max(start, Math.min(end, year));

// From years to pixels: the left side of a year, and how wide one is.
export function yearScale([from, to], width) {
  const unit = width / (to - from + 1);
  return { unit, left: (year) => (year - from) * unit, ticks: roundYears([from, to], Math.max(2, width / 44)) };
}

// Each mark in a row where it and its words cover no other, the weightiest first; words stand right of the dot, or left
// where they would not fit. What finds no place is counted by year, or by a few years where years are narrow.
// `wide(mark)` is the width of its words in pixels. Gives {placed: [{mark, x, row, side}], more: [{from, to, x, marks}], rows}.
export function packedLane(marks, range, { width, wide, rows }) {
  const scale = yearScale(range, width), taken = Array.from({ length: rows }, () => []), placed = [], left = [];
  const order = marks.filter(({ year }) => year >= range[0] && year <= range[1]);
  for (const mark of order.sort((a, b) => Number(b.own) - Number(a.own) || b.weight - a.weight || a.year - b.year)) {
    const spot = freeSpot(taken, scale.left(mark.year) + Math.min(scale.unit / 2, MARK_DOT + 2), wide(mark), width);
    if (spot) placed.push({ mark, ...spot });
    else left.push(mark);
  }
  const used = taken.findIndex((row) => !row.length);
  placed.sort((a, b) => a.mark.year - b.mark.year || a.row - b.row);
  return { placed, more: binned(left, range, scale), rows: used < 0 ? rows : used };
}

function freeSpot(taken, x, wide, width) {
  const sides = [["right", x - MARK_DOT, x + MARK_DOT + wide + 4], ["left", x - MARK_DOT - wide - 4, x + MARK_DOT]];
  const fitting = sides.filter(([, from, to]) => from >= -MARK_DOT && to <= width);
  for (const [row, spans] of taken.entries()) {
    for (const [side, from, to] of fitting) {
      if (spans.some(([a, b]) => from < b + MARK_GAP && a < to + MARK_GAP)) continue;
      spans.push([from, to]);
      return { x, row, side };
    }
  }
  return null;
}

// Bins as wide as a count needs, from the first year on; what is left over at the end belongs to the last one.
function binned(marks, [first, last], { unit, left }) {
  const wide = last - first + 1, step = Math.max(1, Math.min(wide, Math.ceil(CHIP_WIDTH / unit)));
  const most = Math.floor(wide / step) - 1;
  const bins = groupedBy(marks, ({ year }) => Math.min(most, Math.floor((year - first) / step)));
  return [...bins].sort((a, b) => a[0] - b[0]).map(([at, own]) => {
    const from = first + at * step, to = at === most ? last : from + step - 1;
    return { from, to, x: (left(from) + left(to + 1)) / 2, marks: own.sort((a, b) => a.year - b.year) };
  });
}
