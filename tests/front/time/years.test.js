import assert from "node:assert/strict";
import test from "node:test";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { activityOf, barsPath, nextYear, playedFrom, roundYears, spanOf } from "../../../kg/explorer/front/time/years.js";
import { little, worldOf } from "../world.js";

const shownIn = (model, year = 0) => shownOf(model, { ...defaultState(model.kinds), year });

test("a span lies within the years of the page, and what ended before it began is never there", () => {
  assert.deepEqual(spanOf({ start: "2001-05", end: "" }, [1990, 2020]), [2001, 2020]);
  assert.deepEqual(spanOf({ start: "", end: "2003" }, [1990, 2020]), [1990, 2003]);
  assert.deepEqual(spanOf({ start: "", end: "" }, [1990, 2020]), [1990, 2020]);
  const backwards = worldOf([{ key: "a", kind: "network", start: "2010", end: "2005" }], []);
  assert.deepEqual([...activityOf(shownIn(backwards), backwards.years).things], [0, 0, 0, 0, 0, 0]);
});

test("dated links and things are counted in each year that they lasted", () => {
  const model = little(), { links, things, most, undated } = activityOf(shownIn(model), model.years);
  assert.deepEqual(model.years, [2000, 2015]);
  assert.deepEqual([...links], [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 1]);
  assert.deepEqual([...things], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  assert.deepEqual([most, undated], [4, 2]);
});

test("a link is not there before the things that it joins, nor after them", () => {
  const model = worldOf([{ key: "a", kind: "city" }, { key: "n", kind: "network", start: "2010", end: "2012" }], [["a", "memberOf", "n", { start: "2008" }]]);
  assert.deepEqual([...activityOf(shownIn(model), model.years).links], [0, 0, 1, 1, 1]);
});

// A small generator of numbers, the same on every run.
function numbers(seed) {
  let at = seed;
  return (below) => {
    at = (at * 1103515245 + 12345) % 2147483648;
    return Math.floor((at / 2147483648) * below);
  };
}

test("in every year the bars are what the filter of that year shows", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const number = numbers(seed), date = () => (number(3) ? String(2000 + number(12)) : "");
    const nodes = Array.from({ length: 12 }, (_, at) => ({ key: `k${at}`, kind: ["city", "network", "instrument"][number(3)], start: date(), end: number(4) ? "" : date() }));
    const links = Array.from({ length: 25 }, () => [`k${number(12)}`, "memberOf", `k${number(12)}`, { start: date(), end: number(3) ? "" : date() }]);
    const model = worldOf([{ key: "first", kind: "city", start: "2000" }, ...nodes], links), activity = activityOf(shownIn(model), model.years);
    for (let year = model.years[0]; year <= model.years[1]; year += 1) {
      const shown = shownIn(model, year), dated = (rows) => rows.filter(({ start, end }) => start || end).length;
      assert.equal(activity.links[year - model.years[0]], dated(shown.links), `links of ${year}, seed ${seed}`);
      assert.equal(activity.things[year - model.years[0]], dated(shown.nodes), `things of ${year}, seed ${seed}`);
    }
  }
});

test("bars stand on one another and empty years have none", () => {
  assert.equal(barsPath([2, 0, 1], null, 4), "M0.58 100h.84v-50h-.84zM2.58 100h.84v-25h-.84z");
  assert.equal(barsPath([1, 0, 0], [2, 0, 1], 4), "M0.58 50h.84v-25h-.84z");
  assert.equal(barsPath([0, 0], null, 0), "");
});

test("years follow one another and end", () => {
  assert.deepEqual([nextYear(2000, [1990, 2001]), nextYear(2001, [1990, 2001])], [2001, 0]);
});

test("playing begins at the chosen year, or where there is something to see", () => {
  const activity = { links: [0, 1, 100], things: [0, 0, 0], most: 100 };
  assert.equal(playedFrom(1991, activity, [1990, 1992]), 1991);
  assert.equal(playedFrom(0, activity, [1990, 1992]), 1992);
  assert.equal(playedFrom(1992, activity, [1990, 1992]), 1992);
  assert.equal(playedFrom(0, { links: [0], things: [0], most: 0 }, [1990, 1990]), 1990);
});

test("the years that are written are round and few", () => {
  assert.deepEqual(roundYears([1956, 2026], 9), [1960, 1970, 1980, 1990, 2000, 2010, 2020]);
  assert.deepEqual(roundYears([2018, 2020], 9), [2018, 2019, 2020]);
  assert.deepEqual(roundYears([2021, 2021], 9), [2021]);
});
