// Marks of a picture as buttons of which one is a stop for Tab; arrow keys lead to the others.

import { svg } from "./dom.js";

const ROVING_STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// `points` are {id, name, act, made}; the current one is found again by its id after the picture was drawn anew.
export function rovingPoints(host) {
  const roving = { points: [], current: "" };
  host.addEventListener("keydown", (event) => rovingKey(roving, event));

  function add(point, kind, ...shapes) {
    const title = svg("title"), made = svg("g", { role: "button", tabindex: -1, "aria-label": point.name, class: kind }, title, ...shapes);
    title.textContent = point.name;
    made.addEventListener("click", () => { moveRoving(roving, point.id); point.act(); });
    roving.points.push({ ...point, made });
    return made;
  }

  // To be called before the marks are drawn anew, and the answer when they are.
  function renew() {
    const held = host.contains(document.activeElement);
    roving.points = [];
    return () => {
      moveRoving(roving, roving.points.some(({ id }) => id === roving.current) ? roving.current : (roving.points[0] || { id: "" }).id);
      if (held) focusRoving(roving);
    };
  }

  const find = (id) => (roving.points.find((point) => point.id === id) || { made: null }).made;
  return { add, renew, find, each: (action) => roving.points.forEach(action) };
}

function moveRoving(roving, id) {
  const touched = roving.points.filter((point) => point.id === roving.current || point.id === id);
  for (const point of touched) point.made.setAttribute("tabindex", point.id === id ? 0 : -1);
  roving.current = id;
}

const focusRoving = ({ points, current }) => points.filter(({ id }) => id === current).forEach(({ made }) => made.focus());

function rovingKey(roving, event) {
  const at = roving.points.findIndex(({ id }) => id === roving.current), last = roving.points.length - 1;
  const pressed = event.key === "Enter" || event.key === " ";
  const next = { Home: 0, End: last }[event.key] ?? at + ROVING_STEPS[event.key];
  if (at < 0 || (!pressed && !(next >= 0 && next <= last))) return;
  event.preventDefault();
  if (pressed) return roving.points[at].act();
  moveRoving(roving, roving.points[next].id);
  focusRoving(roving);
}
