// How a hand moves the map: wheel, drag, two fingers, keys. The map itself hears only `zoom`, `move`, `point`, `choose`.

import { pointIn } from "../widgets/dom.js";

const KEY_STEP = 80;

export function listenMoves(stage, hands) {
  const fingers = new Map();
  let moved = 0;
  const at = (event) => {
    const { x, y } = pointIn(stage, event);
    return [x, y];
  };
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    hands.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), at(event));
  }, { passive: false });
  stage.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    if (!fingers.size) moved = 0;
    fingers.set(event.pointerId, at(event));
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return hands.point(at(event));
    moved += dragFingers(fingers, event.pointerId, at(event), hands);
    return undefined;
  });
  const lift = (event, chosen) => {
    if (!fingers.delete(event.pointerId)) return;
    if (chosen && !fingers.size && moved < 5) hands.choose(at(event));
  };
  stage.addEventListener("pointerup", (event) => lift(event, true));
  stage.addEventListener("pointercancel", (event) => lift(event, false));
  stage.addEventListener("pointerleave", () => hands.point(null));
  stage.addEventListener("keydown", (event) => pressMapKey(event, stage, hands));
}

// One finger moves, two also zoom; the way that the finger went is returned.
function dragFingers(fingers, id, now, { move, zoom }) {
  const before = fingers.get(id), other = [...fingers].find(([key]) => key !== id)?.[1];
  fingers.set(id, now);
  const share = other ? 0.5 : 1, x = (now[0] - before[0]) * share, y = (now[1] - before[1]) * share;
  move(x, y);
  if (other) {
    const apart = (point) => Math.max(10, Math.hypot(point[0] - other[0], point[1] - other[1]));
    zoom(apart(now) / apart(before), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
  }
  return Math.hypot(x, y);
}

function pressMapKey(event, stage, { move, zoom, whole }) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== stage) return;
  const middle = [stage.clientWidth / 2, stage.clientHeight / 2];
  const keys = {
    ArrowLeft: () => move(KEY_STEP, 0), ArrowRight: () => move(-KEY_STEP, 0),
    ArrowUp: () => move(0, KEY_STEP), ArrowDown: () => move(0, -KEY_STEP),
    "+": () => zoom(1.5, middle), "=": () => zoom(1.5, middle), "-": () => zoom(1 / 1.5, middle), 0: whole,
  };
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
}
