// The parts of the page, each with the place where it stands.

import { detailsPanel } from "./details/details.js";
import { graphView } from "./graph/graph.js";
import { leftPanel } from "./left/left.js";
import { mapView } from "./map/map.js";
import { matrixView } from "./matrix/matrix.js";
import { overviewView } from "./overview/overview.js";
import { savePanel } from "./save/menu.js";
import { storyPanel } from "./stories/bar.js";
import { tableView } from "./table/table.js";
import { footPanel } from "./time/foot.js";
import { timelineView } from "./time/timeline.js";

export const VIEWS = {
  overview: overviewView, graph: graphView, map: mapView, timeline: timelineView, matrix: matrixView, table: tableView,
};
export const PANELS = { left: leftPanel, details: detailsPanel, foot: footPanel, story: storyPanel, save: savePanel };
