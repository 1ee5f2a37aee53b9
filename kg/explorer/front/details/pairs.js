// Two things: the way from one to the other step by step, or what both have and what one of them has alone.

import { comparison, shortestPath } from "../core/paths.js";
import { count, numeral } from "../core/text.js";
import { el } from "../widgets/dom.js";
import { placesOf } from "../widgets/evidence.js";
import { foldedList } from "../widgets/folding.js";
import { linkRemark, thingButton, wordedHeading } from "./facts.js";

const FEW_SHARED = 30;
const NO_WAY = "There is no way between them through what is shown. With more types or fewer filters there may be one.";

// The shown links between two things, as the first one sees them.
export function tiesBetween(one, other, shown) {
  return one.links.filter((tie) => tie.other === other && shown.link[tie.link.number]);
}

export function pathSection(app, at, other) {
  const way = shortestPath(at, other, app.shown);
  const title = el("h3", `The way to ${other.name}`, { dir: "auto" });
  if (!way.length) return [title, el("p", NO_WAY)];
  const steps = way.slice(1).map((node, step) => el("li", "", {}, ...tieLines(app, way[step], node), thingButton(app, node)));
  return [title, el("p", `${count(steps.length, "step")}; one of the shortest ways through what is shown.`, { class: "soft" }),
    el("ol", "", { class: "way" }, el("li", "", {}, thingButton(app, at)), ...steps)];
}

export function pairSection(app, at, other) {
  const { shared, here, there } = comparison(at, other, app.shown);
  const list = (words, nodes, ends) => [el("h3", `${words}: ${numeral(nodes.length)}`, { dir: "auto" }),
    ...foldedList(nodes, FEW_SHARED, (node) => el("li", "", {}, thingButton(app, node),
      ...ends.flatMap((end) => tieLines(app, end, node, ends.length > 1))))];
  return [
    el("p", "Of what is shown; where lists are not complete, missing does not mean absent.", { class: "soft" }),
    ...list("Shared", shared, [at, other]), ...list(`Only ${at.name}`, here, [at]), ...list(`Only ${other.name}`, there, [other]),
  ];
}

// "Memberships (since 2019)", each with where it is said; with the name of the end where two stand together.
function tieLines(app, from, to, named = false) {
  return tiesBetween(from, to, app.shown).map(({ link, side }) => {
    const remark = linkRemark(link), words = wordedHeading(app.model, side, link.relation).words + (remark ? ` (${remark})` : "");
    return el("span", named ? `${from.name}: ${words}` : words, { class: "remark", dir: "auto" }, ...placesOf(link));
  });
}
