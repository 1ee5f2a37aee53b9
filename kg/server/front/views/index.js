// Ways to look at an answer besides the table: `{ name, class }` each, as YASR takes them.

import { chartPlugin } from "./chart.js";
import { graphPlugin } from "./graph.js";
import { mapPlugin } from "./map.js";
import { timelinePlugin } from "./timeline.js";

export const plugins = [chartPlugin, mapPlugin, graphPlugin, timelinePlugin];
