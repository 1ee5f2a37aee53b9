// How the panels choose a thing: the page goes there, and says so.

import { narrow, part } from "./dom.js";

// The changes that choose a thing: a neighbour of a thing that is seen alone is seen alone too; what lay between two
// things is left.
export const chosenThing = ({ show }, key) => ({ at: key, ...(key && show === "ego" ? {} : { show: "", other: "" }) });

export function chooseThing(app, node) {
  app.go(chosenThing(app.state, node.key));
  app.say(node.name);
  focusDetails();
}

export function letGo(app) {
  app.go(chosenThing(app.state, ""));
  app.say("Nothing is selected");
  focusDetails();
}

export function focusDetails() {
  const heading = part("details").querySelector("h2");
  if (!heading) return;
  heading.focus({ preventScroll: true });
  if (narrow()) heading.scrollIntoView();
  else part("details").scrollTop = 0;
}
