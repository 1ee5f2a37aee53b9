// The world projected once for a width of the screen: land and borders as paths, and where a place stands on them.

import { countryOfShape } from "./borders.js";
import { boxOf } from "./window.js";

export const BORDERS = "Borders: Natural Earth, 1:110 million, public domain, as it draws them; this project takes no side. "
  + "Equal Earth projection: areas are true.";

// What the map shows of the globe: all but the Antarctic, where no city is.
const WORLD_FRAME = { type: "MultiPoint", coordinates: [[-180, 0], [180, 0], [0, 84], [0, -57]] };
const ANTARCTICA = "aq";

export function projectedWorld(d3, topojson, atlas, width) {
  const projection = d3.geoEqualEarth().precision(0.05).fitWidth(width, WORLD_FRAME), pathOf = d3.geoPath(projection);
  const shapes = topojson.feature(atlas, atlas.objects.countries).features.filter((shape) => countryOfShape(shape) !== ANTARCTICA);
  const countries = shapes.map((shape) => ({ key: countryOfShape(shape), ...pathWords(pathOf(shape)) }));
  const land = new Path2D();
  for (const { path } of countries) land.addPath(path);
  return {
    width, countries, land, borders: pathWords(pathOf(topojson.mesh(atlas, atlas.objects.countries, (a, b) => a !== b))),
    box: boxOf(WORLD_FRAME.coordinates.map(projection)), pointOf: projection, degreesAt: projection.invert,
    known: new Set(countries.map(({ key }) => key)), arcs: (pairs) => arcsBetween(pairs, pathOf),
  };
}

// The shortest ways over the globe between pairs of places in degrees.
function arcsBetween(pairs, pathOf) {
  const lines = { type: "MultiLineString", coordinates: pairs };
  return pathWords(pathOf(lines));
}

// A path to draw on a canvas, and the same in the words of an SVG.
const pathWords = (words) => ({ path: new Path2D(words || ""), words: words || "" });
