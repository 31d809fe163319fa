/** Strokes and erasures that promise most, judged by the slope of the scores at each pixel. */

import type { Segment } from "./segment";

export interface Proposal {
  segment: Segment;
  /** By how much the margin should grow, were the network linear. */
  gain: number;
  /** Ink that it adds or takes, in pixels of the picture. */
  cost: number;
}

/** Lengths that are tried, in pixels of the picture: from a dot to half of a digit. */
const LENGTHS = [0, 2, 4, 6, 9, 12, 16];
const DIRECTIONS = 8;
const GRID_PX = 2;
/** How far beyond its ink a digit may be added to. */
const BEYOND_PX = 4;
/** Of two strokes nearer than this in place and in length one is enough. */
const ALIKE_PX = 2.5;
/** A stroke that changes less than this changes nothing that could be seen. */
const LEAST_COST = 0.5;

/**
 * Propose straight strokes and erasures, the most promising first.
 *
 * @param picture - (28 * 28) in 0..1, 1 = ink.
 * @param slope - (28 * 28): how the margin grows with the ink of each pixel.
 * @param widths - of the pen and of the eraser, in pixels of the picture.
 * @param most - how many of each kind.
 */
export function propose(
  picture: Float32Array,
  slope: Float64Array,
  widths: { ink: number; erase: number },
  most: number,
): Proposal[] {
  return (["ink", "erase"] as const).flatMap((kind) => {
    const width = widths[kind];
    const change = picture.map((ink) => (kind === "ink" ? 1 - ink : -ink));
    const gains = underPen(
      change.map((each, i) => each * slope[i]!),
      width,
    );
    const costs = underPen(change.map(Math.abs), width);
    const found: Proposal[] = [];
    for (const [x1, y1] of starts(picture)) {
      for (const [x2, y2] of ends(x1, y1)) {
        const segment = { kind, x1, y1, x2, y2, width };
        const [gain, cost] = [along(gains, segment), along(costs, segment)];
        if (gain > 0 && cost > LEAST_COST) found.push({ segment, gain, cost });
      }
    }
    return chosen(found, most);
  });
}

/** The mean of a picture under a pen at each pixel. */
function underPen(values: Float32Array, width: number): Float32Array {
  const reach = Math.floor(width / 2);
  return values.map((_, i) => {
    let [sum, count] = [0, 0];
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const [row, column] = [Math.floor(i / 28) + y, (i % 28) + x];
        if (x * x + y * y > (width / 2) ** 2) continue;
        count += 1;
        if (row >= 0 && row < 28 && column >= 0 && column < 28) sum += values[row * 28 + column]!;
      }
    }
    return sum / count;
  });
}

/** What a pen meets on its way: the sum over the area of the stroke. */
function along(means: Float32Array, { x1, y1, x2, y2, width }: Segment): number {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const steps = Math.ceil(length);
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const t = steps ? step / steps : 0;
    sum += means[Math.round(y1 + t * (y2 - y1)) * 28 + Math.round(x1 + t * (x2 - x1))]!;
  }
  return (sum / (steps + 1)) * width * (length + (Math.PI / 4) * width);
}

/** Half of them with the largest gain, half with the most for their ink; none alike. */
function chosen(proposals: Proposal[], most: number): Proposal[] {
  const found: Proposal[] = [];
  const take = (value: (one: Proposal) => number, until: number): void => {
    for (const one of proposals.sort((a, b) => value(b) - value(a))) {
      if (found.length >= until) return;
      if (!found.some((other) => isAlike(one.segment, other.segment))) found.push(one);
    }
  };
  take((one) => one.gain, most / 2);
  take((one) => one.gain / (one.cost + 1), most);
  return found;
}

function isAlike(a: Segment, b: Segment): boolean {
  const from = Math.hypot(a.x1 - b.x1, a.y1 - b.y1);
  const to = Math.hypot(a.x2 - b.x2, a.y2 - b.y2);
  return Math.max(from, to) < ALIKE_PX;
}

function starts(picture: Float32Array): [number, number][] {
  const at = [...picture.keys()].filter((i) => picture[i]! > 0.1);
  const [xs, ys] = [at.map((i) => i % 28), at.map((i) => Math.floor(i / 28))];
  const range = (all: number[]): number[] => {
    const low = Math.max(1, Math.min(...all) - BEYOND_PX);
    const high = Math.min(26, Math.max(...all) + BEYOND_PX);
    return Array.from(
      { length: Math.floor((high - low) / GRID_PX) + 1 },
      (_, i) => low + i * GRID_PX,
    );
  };
  return range(ys).flatMap((y) => range(xs).map((x): [number, number] => [x, y]));
}

function ends(x: number, y: number): [number, number][] {
  return LENGTHS.flatMap((length) =>
    // A dot has no direction, and a line is the same from either end.
    Array.from({ length: length ? DIRECTIONS : 1 }, (_, i): [number, number] => {
      const angle = (i * Math.PI) / DIRECTIONS;
      return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
    }),
  ).filter(([x2, y2]) => x2 >= 0 && x2 <= 27 && y2 >= 0 && y2 <= 27);
}
