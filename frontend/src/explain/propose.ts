/** Strokes and erasures that promise most, judged by the slope of the scores at each pixel. */

import { coverage, type Segment } from "./segment";

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
const PICTURE = { width: 28, height: 28 };
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
  const found: Record<Segment["kind"], Proposal[]> = { ink: [], erase: [] };
  for (const [x1, y1] of starts(picture)) {
    for (const [x2, y2] of ends(x1, y1)) {
      for (const kind of ["ink", "erase"] as const) {
        const segment = { kind, x1, y1, x2, y2, width: widths[kind] };
        const proposal = judge(segment, picture, slope);
        if (proposal.gain > 0 && proposal.cost > LEAST_COST) found[kind].push(proposal);
      }
    }
  }
  return [...chosen(found.ink, most), ...chosen(found.erase, most)];
}

function judge(segment: Segment, picture: Float32Array, slope: Float64Array): Proposal {
  let [gain, cost] = [0, 0];
  coverage(segment, PICTURE, (place, share) => {
    const ink = picture[place]!;
    const change = segment.kind === "ink" ? share * (1 - ink) : -share * ink;
    gain += slope[place]! * change;
    cost += Math.abs(change);
  });
  return { segment, gain, cost };
}

/** Half of them with the largest gain, half with the most for their ink; none twice. */
function chosen(proposals: Proposal[], most: number): Proposal[] {
  const best = (value: (one: Proposal) => number): Proposal[] =>
    [...proposals].sort((a, b) => value(b) - value(a)).slice(0, most / 2);
  return [...new Set([...best((one) => one.gain), ...best((one) => one.gain / (one.cost + 1))])];
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
