// The parts of the page, each with the place where it stands.

import { detailsPanel } from "./details.js";
import { footPanel } from "./foot.js";
import { graphView } from "./graph.js";
import { leftPanel } from "./left.js";
import { mapView } from "./map.js";
import { matrixView } from "./matrix.js";
import { overviewView } from "./overview.js";
import { savePanel } from "./exports.js";
import { storyPanel } from "./storyBar.js";
import { tableView } from "./table.js";
import { timelineView } from "./timeline.js";

export const VIEWS = { overview: overviewView, graph: graphView, map: mapView, timeline: timelineView, matrix: matrixView, table: tableView };
export const PANELS = { left: leftPanel, details: detailsPanel, foot: footPanel, story: storyPanel, save: savePanel };
