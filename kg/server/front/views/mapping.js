// Points on the land as SVG: the part of the globe that holds them, or the whole world.

import { el, svg } from "./dom.js";
import { mark, pageFor } from "./marking.js";
import { nameShapes, named } from "./naming.js";
import { figureOf } from "./plots.js";
import { counted } from "./scales.js";

const WORLD = { type: "MultiPoint", coordinates: [[-180, 0], [180, 0], [0, 84], [0, -57]] };
const ANTARCTICA = "010";
const LEAST_DEGREES = 8, EDGE = 40;
const CHOICES = [["The points", false], ["The whole world", true]];

// The bar with its two buttons and the figure; `plan.whole` keeps what was chosen.
export function drawnMap(world, marks, width, plan) {
  const bar = el("div", { class: "view-bar" }), stage = el("div", {});
  const show = (whole) => {
    plan.whole = whole;
    bar.replaceChildren(...CHOICES.map(([label, value]) => choice(label, value === whole, () => show(value))));
    stage.replaceChildren(figure(world, marks, width, whole));
    bar.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));
  };
  show(plan.whole ?? isWide(marks));
  return [bar, stage];
}

function choice(label, pressed, act) {
  const made = el("button", { type: "button", "aria-pressed": String(pressed) }, label);
  made.addEventListener("click", act);
  return made;
}

const spread = (values) => Math.max(...values) - Math.min(...values);
const isWide = (marks) => spread(marks.map(({ at }) => at[0])) > 150;

function figure({ d3, topojson, atlas }, marks, width, whole) {
  const height = Math.round(width * (whole ? 0.5 : 0.6)), most = Math.max(...marks.map(({ value }) => value ?? 0));
  const projection = projected(d3, marks, width, height, whole), path = d3.geoPath(projection).digits(1);
  const land = topojson.feature(atlas, atlas.objects.countries).features.filter(({ id }) => id !== ANTARCTICA);
  const shapes = land.map((shape) => svg("path", { d: path(shape) || "M0 0", class: "land" }));
  const made = figureOf(width, height, `Map of ${counted(marks.length, "place")}`), points = placed(marks, projection, most, width);
  made.append(svg("rect", { width, height, class: "sea" }), ...shapes, ...points.map(pointMark), nameShapes(points));
  return made;
}

function projected(d3, marks, width, height, whole) {
  const shapes = whole ? WORLD : { type: "MultiPoint", coordinates: framed(marks.map(({ at }) => at)) }, edge = whole ? 2 : EDGE;
  const fitted = d3.geoEqualEarth().precision(0.1).fitExtent([[edge, edge], [width - edge, height - edge]], shapes);
  return fitted.clipExtent([[0, 0], [width, height]]);
}

// Corners around the points, never nearer than a few degrees.
export function framed(points) {
  const corner = (part, most) => {
    const values = points.map((at) => at[part]), least = Math.min(...values), middle = (least + Math.max(...values)) / 2;
    const half = Math.max(Math.max(...values) - least, LEAST_DEGREES) / 2;
    return [Math.max(middle - half, -most), Math.min(middle + half, most)];
  };
  const [west, east] = corner(0, 180), [south, north] = corner(1, 85);
  return [[west, south], [west, north], [east, south], [east, north]];
}

// Where marks stand, how large they are, and and which of their names have room.
export function placed(marks, projection, most, width) {
  const made = marks.map((each) => {
    const [x, y] = projection(each.at);
    return { ...each, x, y, radius: each.value === null || !most ? 4.5 : 3 + 11 * Math.sqrt(Math.max(each.value, 0) / most) };
  });
  return named(made, width);
}

function pointMark({ x, y, radius, said, address }) {
  const circle = svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1), class: "point" });
  return mark({ said, address: pageFor(address) }, circle);
}
