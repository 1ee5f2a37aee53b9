import assert from "node:assert/strict";
import test from "node:test";
import { firstRange, packedLane, rangeOf, yearScale, zoomed } from "../../../kg/explorer/front/time/ticks.js";

const mark = (year, text = "word", more = {}) => ({ year, text, weight: 1, own: false, ...more });
const room = { width: 600, wide: ({ text }) => text.length * 6, rows: 3 };

test("at first the few oldest marks are outside, and nothing else", () => {
  const marks = [mark(1950), ...Array.from({ length: 49 }, (_, at) => mark(2000 + (at % 20)))];
  assert.deepEqual(firstRange(marks, [1950, 2026]), [2000, 2026]);
  assert.deepEqual(firstRange([mark(1950), mark(2000)], [1950, 2026]), [1950, 2026]);
  assert.deepEqual(firstRange([], [1950, 2026]), [1950, 2026]);
});

test("a range keeps within the years, the right way round, three years at least", () => {
  const first = [2000, 2026], years = [1950, 2026];
  assert.deepEqual(rangeOf({ since: 0, until: 0 }, first, years), [2000, 2026]);
  assert.deepEqual(rangeOf({ since: 1800, until: 3000 }, first, years), [1950, 2026]);
  assert.deepEqual(rangeOf({ since: 2020, until: 2010 }, first, years), [2010, 2020]);
  assert.deepEqual(rangeOf({ since: 2026, until: 2026 }, first, years), [2024, 2026]);
  assert.deepEqual(rangeOf({ since: 2010, until: 2010 }, first, years), [2010, 2012]);
  assert.deepEqual(rangeOf({ since: 0, until: 0 }, [2018, 2018], [2018, 2018]), [2018, 2018]);
});

test("zooming keeps a year in view and never leaves the years", () => {
  assert.deepEqual(zoomed([2000, 2019], 2015, 0.5, [1950, 2026]), [2010, 2019]);
  assert.deepEqual(zoomed([2000, 2019], 2026, 0.5, [1950, 2026]), [2017, 2026]);
  assert.deepEqual(zoomed([2000, 2019], 2010, 10, [1950, 2026]), [1950, 2026]);
  assert.deepEqual(zoomed([2010, 2012], 2011, 0.5, [1950, 2026]), [2010, 2012]);
  assert.deepEqual(zoomed([2018, 2018], 2018, 2, [2018, 2018]), [2018, 2018]);
});

test("years become pixels", () => {
  const { unit, left, ticks } = yearScale([2010, 2019], 600);
  assert.deepEqual([unit, left(2010), left(2015)], [60, 0, 300]);
  assert.deepEqual(ticks, [2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019]);
});

// How far each drawn mark and its words reach.
const spanOfSpot = ({ mark: { text }, x, side }) => (side === "right" ? [x - 6, x + 6 + text.length * 6] : [x - 6 - text.length * 6, x + 6]);

test("no words cover others, all are inside, and what has no room is counted", () => {
  const marks = Array.from({ length: 200 }, (_, at) => mark(2000 + ((at * 7) % 20), "w".repeat(1 + ((at * 5) % 30)), { weight: at % 11 }));
  const { placed, more, rows } = packedLane(marks, [2000, 2019], room);
  assert.equal(placed.length + more.reduce((sum, bin) => sum + bin.marks.length, 0), 200);
  assert.ok(placed.length > 10 && rows === 3);
  for (const [at, one] of placed.entries()) {
    const [from, to] = spanOfSpot(one);
    assert.ok(from >= -6 && to <= 600);
    for (const other of placed.slice(at + 1).filter(({ row }) => row === one.row)) {
      const [a, b] = spanOfSpot(other);
      assert.ok(to <= a || b <= from, `${one.mark.text} and ${other.mark.text}`);
    }
  }
});

test("what is counted together never stands on another count", () => {
  const marks = Array.from({ length: 300 }, (_, at) => mark(1950 + (at % 77), "a long name of something"));
  const { more } = packedLane(marks, [1950, 2026], room);
  assert.ok(more.length > 5);
  more.slice(1).forEach((bin, at) => assert.ok(bin.x - more[at].x >= 38, `${more[at].from} and ${bin.from}`));
  for (const { from, to, marks: own } of more) assert.ok(own.every(({ year }) => year >= from && year <= to));
});

test("the reader's own marks come first, then the weighty", () => {
  const long = "x".repeat(40), marks = [mark(2000, long, { weight: 1 }), mark(2001, long, { weight: 9 }), mark(2002, long, { own: true }), mark(2003, long, { weight: 5 }), mark(2004, long)];
  assert.deepEqual(packedLane(marks, [2000, 2019], { ...room, rows: 2 }).placed.map(({ mark: { year } }) => year), [2001, 2002]);
});

test("marks outside the range are left out, and an empty lane has no rows", () => {
  assert.deepEqual(packedLane([mark(1990)], [2000, 2019], room), { placed: [], more: [], rows: 0 });
  assert.equal(packedLane([mark(2019, "at the right edge")], [2000, 2019], room).placed[0].side, "left");
});
