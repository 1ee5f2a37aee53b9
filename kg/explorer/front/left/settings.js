// How the picture looks: what size and colour of the marks say, and which parts of the graph are left out.

import { sizeSays } from "../core/filterwords.js";
import { sizeOptions } from "../core/options.js";
import { chooser, el, tick } from "../widgets/dom.js";
import { communitySwatch } from "../widgets/swatches.js";

export function looksBox(app) {
  const says = el("p", "", { class: "soft" }), names = el("ol", "", { class: "communities soft" });
  const sizes = sizeOptions(app.model).map(({ value, words }) => [value, words]);
  const size = chooser("Size by", sizes, app.state.size, (value) => app.go({ size: value }), { id: "size" });
  const colours = [["type", "Type"], ["community", "Community"]].slice(0, app.model.communities.length ? 2 : 1);
  const colour = chooser("Colour by", colours, app.state.colour, (value) => app.go({ colour: value }), { id: "colour" });
  const update = () => {
    chooseKnown(size, app.state.size);
    chooseKnown(colour, app.state.colour);
    says.textContent = sizeSays(app.model, size.querySelector("select").value);
    names.replaceChildren(...(app.state.colour === "community" ? app.model.communities.map(communityItem) : []));
  };
  update();
  return { elements: [size, says, colour, names], update };
}

const communityItem = (name, number) => el("li", "", {}, communitySwatch(number), el("span", name, { dir: "auto" }));

// What this page does not know is drawn as the first choice is.
function chooseKnown(label, value) {
  const select = label.querySelector("select");
  select.value = value;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

export function partsBox(app) {
  const main = tick("Main component only", app.state.main, (checked) => app.go({ main: checked }), { id: "main" });
  const leaves = tick("Hide leaves (things with one link)", !app.state.leaves, (checked) => app.go({ leaves: !checked }), { id: "leaves" });
  const core = el("input", "", { type: "number", id: "core", min: 0, max: 99, step: 1, inputmode: "numeric" });
  core.addEventListener("change", () => app.go({ core: Math.max(0, Math.min(99, Math.trunc(Number(core.value)) || 0)) }));
  const update = () => {
    main.querySelector("input").checked = app.state.main;
    leaves.querySelector("input").checked = !app.state.leaves;
    core.value = app.state.core || "";
  };
  update();
  return { elements: [main, leaves, el("label", "At least so many neighbours each (k-core)", { class: "chooser" }, core)], update };
}
