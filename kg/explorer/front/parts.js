// The parts of the page, each with the place where it stands.

import { detailsPanel } from "./details.js";
import { graphView } from "./graph.js";
import { leftPanel } from "./left.js";
import { overviewView } from "./overview.js";
import { storyPanel } from "./storyBar.js";

export const VIEWS = { overview: overviewView, graph: graphView };
export const PANELS = { left: leftPanel, details: detailsPanel, story: storyPanel };
