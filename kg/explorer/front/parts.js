// The parts of the page, each with the place where it stands.

import { detailsPanel } from "./details.js";
import { graphView } from "./graph.js";
import { leftPanel } from "./left.js";
import { mapView } from "./map.js";
import { overviewView } from "./overview.js";
import { savePanel } from "./exports.js";
import { storyPanel } from "./storyBar.js";
import { tableView } from "./table.js";

export const VIEWS = { overview: overviewView, graph: graphView, map: mapView, table: tableView };
export const PANELS = { left: leftPanel, details: detailsPanel, story: storyPanel, save: savePanel };
