// Where linked nodes stand: springs along links, all nodes pushing one another away. The same links, the same places.

const ROUNDS = 220, GOLDEN = Math.PI * (3 - Math.sqrt(5)), PULL = 0.06;

// `links` are pairs of numbers of nodes; gives [x, y] for each node.
export function layOut(count, links) {
  const spots = Array.from({ length: count }, (_, at) => onSpiral(Math.sqrt(at + 0.5), at * GOLDEN));
  for (let round = 0; round < ROUNDS; round += 1) step(spots, links, (1 - round / ROUNDS) * 0.9 + 0.02);
  return spots;
}

const onSpiral = (far, turn) => [far * Math.cos(turn), far * Math.sin(turn)];

function step(spots, links, most) {
  const moves = spots.map(([x, y]) => [-x * PULL, -y * PULL]);
  spots.forEach((a, at) => { for (let other = 0; other < at; other += 1) pushApart(a, spots[other], moves[at], moves[other]); });
  for (const [from, to] of links) pullTogether(spots[from], spots[to], moves[from], moves[to]);
  spots.forEach((spot, at) => {
    const [x, y] = moves[at], long = Math.hypot(x, y) || 1, part = Math.min(long, most) / long;
    spot[0] += x * part;
    spot[1] += y * part;
  });
}

function pushApart(a, b, own, other) {
  const x = a[0] - b[0], y = a[1] - b[1], near = Math.max(x * x + y * y, 0.01);
  own[0] += x / near; own[1] += y / near; other[0] -= x / near; other[1] -= y / near;
}

function pullTogether(a, b, own, other) {
  const x = a[0] - b[0], y = a[1] - b[1], force = Math.hypot(x, y) * 0.25;
  own[0] -= x * force; own[1] -= y * force; other[0] += x * force; other[1] += y * force;
}
