import assert from "node:assert/strict";
import test from "node:test";
import { SHAPE_CORNERS, colourOf, communityColour, mixedColour, radiusOf, shapeOf, shapePath, traceShape } from "../../../kg/explorer/front/drawing/looks.js";
import { little, worldOf } from "../world.js";

const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255)).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

test("every community colour stands out from a light and from a dark page", () => {
  for (let number = -1; number < 12; number += 1) {
    assert.ok(contrast(communityColour(number), "#ffffff") >= 3, `${number} on white`);
    assert.ok(contrast(communityColour(number, true), "#14191f") >= 3, `${number} on dark`);
  }
});

test("nine communities have a colour of their own, all others are grey", () => {
  for (const isDark of [false, true]) {
    assert.equal(new Set([...Array(9).keys()].map((number) => communityColour(number, isDark))).size, 9);
    assert.equal(communityColour(9, isDark), communityColour(-1, isDark));
  }
});

test("colour is by kind or by community, of a light or a dark page", () => {
  const model = little(), [city] = model.nodes;
  model.kinds[0].dark = "#abcdef";
  assert.equal(colourOf(model, { colour: "type" })(city), "#332288");
  assert.equal(colourOf(model, { colour: "type" }, true)(city), "#abcdef");
  assert.equal(colourOf(model, { colour: "community" })({ ...city, community: 1 }), communityColour(1));
  assert.equal(colourOf(model, { colour: "type" })({ kind: "unheard of" }), communityColour(-1));
});

test("size is by links, by a score or the same", () => {
  const scored = { measures: [{ name: "degree", title: "Degree", says: "" }],
    scores: { degree: { node: { all: [0, 1] }, value: { all: [4, 1] }, rank: { all: [1, 2] } } } };
  const model = worldOf([{ key: "a", kind: "city" }, { key: "b", kind: "city" }, { key: "c", kind: "city" }], [["a", "partnerIn", "b"]], [], scored);
  const sizes = (size) => model.nodes.map(radiusOf(model, { size }));
  assert.deepEqual(sizes("links"), [11, 11, 8]);
  assert.deepEqual(sizes("degree"), [50, 29, 8]);
  assert.equal(new Set(sizes("same")).size, 1);
  assert.deepEqual(sizes("unheard of"), sizes("links"));
});

test("a score of nothing but zeros makes all marks as small", () => {
  const model = worldOf([{ key: "a", kind: "city" }], [], [], { measures: [{ name: "m" }], scores: { m: { node: { all: [0] }, value: { all: [0] } } } });
  assert.equal(radiusOf(model, { size: "m" })(model.nodes[0]), 8);
});

test("each kind has its shape", () => {
  const model = little();
  assert.deepEqual(model.nodes.map(shapeOf(model)).filter((shape, at, all) => all.indexOf(shape) === at), ["dot", "star", "hexagon", "square"]);
  assert.equal(shapeOf(model)({ kind: "unheard of" }), "dot");
});

test("shapes are drawn with their corners, on a canvas and as a path", () => {
  const said = [], context = Object.fromEntries(["beginPath", "arc", "lineTo", "closePath"].map((name) => [name, (...at) => said.push([name, ...at])]));
  traceShape(context, "triangle", 10, 20, 2);
  assert.deepEqual(said.map(([name]) => name), ["beginPath", "lineTo", "lineTo", "lineTo", "closePath"]);
  assert.deepEqual(said[1].slice(1), [10, 20 - 2.3]);
  said.length = 0;
  traceShape(context, "dot", 1, 2, 3);
  assert.deepEqual(said[1], ["arc", 1, 2, 3, 0, 2 * Math.PI]);
  assert.equal(shapePath("diamond", 0, 0, 10), "M0 -11.5L11.5 0L0 11.5L-11.5 0z");
  assert.equal(shapePath("dot", 5, 5, 2), "M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z");
  for (const [shape, corners] of Object.entries(SHAPE_CORNERS)) assert.equal(shapePath(shape, 0, 0, 1).split("L").length, corners ? corners.length : 1);
});

test("a colour laid over another is between the two", () => {
  assert.equal(mixedColour("#ff0000", "#0000ff", 0.5), "#800080");
  assert.equal(mixedColour("#abcdef", "#000000", 1), "#abcdef");
  assert.equal(mixedColour("#123456", "#fff", 0), "#ffffff");
});
