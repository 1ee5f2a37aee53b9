// Where things stand in the views of one thing, of a way and of two things: computed here, the same every time.

const STEP = 80, FIRST = 190, WIDER = 14, ALONE = 40, CLIMB = 90, BETWEEN = 270, TALL = 14;

// One thing in the middle, and around it what is one step away, then two and so on; in each ring things of a kind stand
// together. `far` is the distance of every thing, `order` compares two. A ring of many has several rows, in which
// neighbours alternate, so that no two marks meet.
export function ringPlaces(far, order) {
  const places = new Map(), rings = [];
  for (const [node, distance] of far) (rings[distance] ||= []).push(node);
  const first = Math.max(FIRST, WIDER * Math.sqrt(far.size)); // room in the middle, where all lines meet
  let rim = 0;
  rings.forEach((ring, distance) => {
    rim = distance ? placeRing([...ring].sort(order), rim ? rim + 2 * STEP : first, places) : placeMiddle(ring, places);
  });
  return places;
}

// What lies on a way, in its order, on a shallow arc so that long names do not stand in one line.
export function wayPlaces(way) {
  const last = Math.max(way.length - 1, 1);
  return new Map(way.map((node, at) => [node, { x: at * 2.6 * STEP, y: -Math.round(CLIMB * 4 * (at / last) * (1 - at / last)) + 0 }]));
}

// Two things with what both are linked with between them, and what only one is linked with beyond it.
export function pairPlaces(one, other, { shared, here, there }, order) {
  const inner = blockOf([...shared].sort(order)), left = blockOf([...here].sort(order)), right = blockOf([...there].sort(order));
  const end = inner.wide / 2 + 2 * STEP, places = new Map([[one, { x: -end, y: 0 }], [other, { x: end, y: 0 }]]);
  const put = (block, middle) => { for (const [node, { x, y }] of block.places) places.set(node, { x: x + middle, y }); };
  put(inner, 0);
  put(left, -end - 2 * STEP - left.wide / 2);
  put(right, end + 2 * STEP + right.wide / 2);
  return places;
}

// Rows below everything else, as wide as asked: for things without a link.
export function rowPlaces(nodes, { x, y, wide }) {
  const columns = Math.max(1, Math.floor(wide / STEP));
  return new Map(nodes.map((node, at) => [node, { x: x + (at % columns) * STEP, y: y + Math.floor(at / columns) * STEP }]));
}

function placeMiddle(nodes, places) {
  for (const node of nodes) places.set(node, { x: 0, y: 0 });
  return 0;
}

function placeRing(ring, least, places) {
  const start = Math.max(least, (Math.min(ring.length, ALONE) * STEP) / (2 * Math.PI));
  const rows = Math.max(1, Math.ceil((ring.length * STEP) / (2 * Math.PI * start)));
  const spots = Math.ceil(ring.length / rows) * rows; // so that the last and the first are not in one row side by side
  ring.forEach((node, at) => {
    const angle = (2 * Math.PI * (at + 0.5)) / spots - Math.PI / 2, reach = start + (at % rows) * STEP;
    places.set(node, { x: reach * Math.cos(angle), y: reach * Math.sin(angle) });
  });
  return start + (rows - 1) * STEP;
}

// Columns filled from above, around 0: few and tall, with room between them for names.
function blockOf(nodes) {
  const columns = Math.max(1, Math.ceil(nodes.length / TALL)), rows = Math.ceil(nodes.length / columns);
  const places = nodes.map((node, at) => {
    const column = Math.floor(at / rows), tall = Math.min(rows, nodes.length - column * rows);
    return [node, { x: (column - (columns - 1) / 2) * BETWEEN, y: ((at % rows) - (tall - 1) / 2) * STEP }];
  });
  return { places, wide: (columns - 1) * BETWEEN };
}
