import assert from "node:assert/strict";
import test from "node:test";
import { drawingOf } from "../../../kg/explorer/front/files/svg.js";
import { shownWords } from "../../../kg/explorer/front/core/filterwords.js";
import { fileLook } from "../../../kg/explorer/front/graph/figure.js";
import { figureOf } from "../../../kg/explorer/front/save/figure.js";
import { shownOf } from "../../../kg/explorer/front/core/filters.js";
import { daysOf, gexfOf } from "../../../kg/explorer/front/files/gexf.js";
import { graphmlOf } from "../../../kg/explorer/front/files/graphml.js";
import { linePath } from "../../../kg/explorer/front/drawing/lines.js";
import { defaultState } from "../../../kg/explorer/front/core/state.js";
import { xmlTag, xmlText } from "../../../kg/explorer/front/files/xml.js";
import { little, worldOf } from "../world.js";

const seen = (model, changes = {}) => {
  const state = { ...defaultState(model.kinds), tab: "graph", ...changes };
  return { state, shown: shownOf(model, state) };
};
const gexf = (model, changes) => {
  const { state, shown } = seen(model, changes);
  return gexfOf(model, shown, fileLook(model, state, shown));
};
const drawing = (model, changes) => {
  const { state, shown } = seen(model, changes);
  return drawingOf(model, state, figureOf(model, state, shown), (text) => text.length * 6);
};
const keysIn = (text, pattern) => [...text.matchAll(pattern)].map(([, key]) => key).sort().join(" ");
const ODD = 'a<b> & "c"\u0000\u0008\ud800 \u{1f3d9}';

test("XML escapes markup and leaves out what XML has no place for", () => {
  assert.equal(xmlText(ODD), "a&lt;b&gt; &amp; &quot;c&quot; \u{1f3d9}");
  assert.equal(xmlTag("a", { b: 0, c: "", d: null, e: 'x"\n' }), '<a b="0" e="x&quot;&#10;"/>');
  assert.equal(xmlTag("a", {}, "", "<b/>"), "<a><b/></a>");
});

test("a year is its first to its last day, a month its own, February too", () => {
  assert.deepEqual(daysOf("2018"), ["2018-01-01", "2018-12-31"]);
  assert.deepEqual(daysOf("2020-02"), ["2020-02-01", "2020-02-29"]);
  assert.deepEqual(daysOf("2018-05-07"), ["2018-05-07", "2018-05-07"]);
  assert.deepEqual(daysOf("spring 2018"), ["", ""]);
  assert.deepEqual(daysOf(""), ["", ""]);
});

test("GEXF has the things and links that are shown, and their spells", () => {
  const text = gexf(little());
  assert.equal(keysIn(text, /<node id="(\w+)"/g), "a b c m n p");
  assert.equal(keysIn(text, /<edge id="(\w+)"/g), "s0 s1 s2 s3");
  assert.match(text, /<edge id="s2"[^>]*>.*?<spells><spell start="2011-01-01" end="2014-12-31"\/><\/spells><\/edge>/);
  assert.match(text, /<edge id="s0"[^>]*>(?:(?!<\/edge>).)*<spell start="2001-01-01"\/>/);
  assert.doesNotMatch(text.match(/<edge id="s1".*?<\/edge>/)[0], /spell/);
  assert.equal(keysIn(gexf(little(), { kinds: ["city"] }), /<node id="(\w+)"/g), "a b c");
});

test("GEXF has colour, place with the axis turned up, size and one of its own shapes", () => {
  const model = worldOf([{ key: "n", kind: "network", name: ODD, x: 10, y: -20 }], []);
  assert.match(gexf(model, { size: "same" }), new RegExp('<node id="n" label="a&lt;b&gt; &amp; &quot;c&quot; .+">.*<viz:color r="136" g="34" b="85"/>'
    + '<viz:position x="10" y="20" z="0"/><viz:size value="14"/><viz:shape value="diamond"/></node>'));
});

test("GraphML declares every key with its type before it is used", () => {
  const { state, shown } = seen(little()), text = graphmlOf(little(), shown, fileLook(little(), state, shown));
  const declared = new Set(text.match(/<key id="[^"]+"/g).map((each) => each.slice(9, -1)));
  assert.deepEqual([...new Set(text.match(/<data key="[^"]+"/g).map((each) => each.slice(11, -1)))].filter((key) => !declared.has(key)), []);
  assert.match(text, /<key id="node-latitude" for="node" attr.name="latitude" attr.type="double"\/>/);
  assert.match(text, /<edge id="s0" source="a" target="n"><data key="edge-relation">memberOf<\/data>/);
});

test("the picture has a mark for every linked thing, a line for every link, a legend with numbers and how to cite", () => {
  const text = drawing(little());
  assert.equal(keysIn(text.match(/<g id="things".*?<\/g>/)[0], /data-key="(\w+)"/g), "a b m n p");
  assert.equal(keysIn(text.match(/<g id="links".*?<\/g>/)[0], /data-key="(\w+)"/g), "s0 s1 s2 s3");
  assert.match(text, />6 things of 8 and 4 links of 6\. 1 thing without a link is not drawn\.</);
  assert.match(text, />Cities \(2\)<.*>Networks \(2\)<.*>So\. Data of 2026-01-01\.</s);
  assert.match(text, /<title id="title">A small graph<\/title><desc id="description">6 things/);
});

test("a year dashes what has no date, and says so", () => {
  const text = drawing(little(), { year: 2012 });
  assert.equal(keysIn(text, /data-key="(\w+)" stroke-dasharray/g), "s1 s3");
  assert.match(text, /4 links of 6, of which 2 without a date in 2012\..* Links without a date are dashed\./);
});

test("the selected thing has its whole name in bold and its title in an ego view", () => {
  const text = drawing(little(), { at: "a", show: "ego" });
  assert.match(text, />Århus and all within 1 step: 4 things</);
  assert.match(text, /<text [^>]*font-weight="600">Århus<\/text>/);
  assert.equal(keysIn(text.match(/<g id="things".*?<\/g>/)[0], /data-key="(\w+)"/g), "a m n p");
});

test("the first screen is drawn with its ties", () => {
  const model = worldOf([{ key: "n", kind: "network", spot: [0, 0] }, { key: "m", kind: "network", spot: [90, 50] }, { key: "c", kind: "city" }], [], [], {
    backbone: [{ from: 0, to: 1, shared: 7 }] });
  const text = drawing(model, { tab: "overview" });
  assert.match(text, /data-key="n m" stroke-width="8"/);
  assert.equal(keysIn(text.match(/<g id="things".*?<\/g>/)[0], /data-key="(\w+)"/g), "m n");
  assert.match(text, />2 collectives and 1 tie between them\.</);
});

test("nothing at all is a page with its title", () => {
  assert.match(drawing(worldOf([], [])), />0 things of 0 and 0 links of 0\.</);
  assert.equal(shownWords(little(), ...Object.values(seen(little(), { kinds: [] }))), "0 things of 8 and 0 links of 6.");
});

test("names with markup are words in every file, and the same page gives the same bytes", () => {
  const model = worldOf([{ key: ODD, kind: "city", name: ODD, type: ODD }, { key: "b", kind: "city" }], [[ODD, "memberOf", "b", { remark: ODD }]]);
  for (const text of [gexf(model), drawing(model)]) assert.doesNotMatch(text, /a<b>|\u0000|\ud800(?![\udc00-\udfff])/);
  assert.equal(drawing(model), drawing(model));
});

test("lines are straight, bent or a loop, and a head stands at the rim", () => {
  const from = { x: 0, y: 0, radius: 5 }, to = { x: 100, y: 0, radius: 9 };
  assert.equal(linePath(from, to, 0, false), "M0 0L100 0");
  assert.equal(linePath(from, to, 0.5, false), "M0 0Q50 18 100 0");
  assert.match(linePath(from, to, 0, true), /^M0 0L100 0M\S+ \S+L90 0L/);
  assert.equal(linePath(from, from, 0, true), "M0 0a9 9 0 1 1 0.1 0");
});
