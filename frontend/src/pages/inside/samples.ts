/** Ten digits as somebody may write them, to start from. */

import { PENS, type Stroke } from "../../pad";

/** Points of each stroke on a field of 7 x 10. */
const SHAPES: readonly (readonly (readonly [number, number])[])[][] = [
  [[[4, 0], [2, 0.6], [0.6, 2.6], [0.2, 5], [0.8, 8], [2.4, 9.8], [4.4, 9.6], [6, 7.8], [6.6, 5], [6, 2.2], [4.6, 0.2], [3.4, 0]]], // prettier-ignore
  [
    [
      [1.4, 2.4],
      [2.8, 1.2],
      [3.8, 0],
      [3.8, 3],
      [3.7, 6],
      [3.7, 10],
    ],
  ],
  [[[0.4, 2.4], [1.2, 0.8], [2.8, 0], [4.6, 0.2], [5.8, 1.4], [5.8, 3], [4.8, 4.8], [2.6, 7.2], [0.2, 9.8], [3, 9.7], [6.8, 9.6]]], // prettier-ignore
  [[[0.6, 1.2], [2.2, 0.1], [4.2, 0.1], [5.6, 1.2], [5.6, 2.8], [4.4, 4.2], [2.4, 4.6], [4.6, 4.9], [6.2, 6.2], [6.2, 8], [4.8, 9.6], [2.4, 10], [0.4, 9]]], // prettier-ignore
  [
    [[3.4, 0], [2.2, 3], [0.2, 6.4], [3.4, 6.5], [6.8, 6.4]], // prettier-ignore
    [[5, 3.4], [4.9, 6.8], [4.7, 10]], // prettier-ignore
  ],
  [
    [[1.4, 0.2], [1, 2.4], [0.7, 4.4], [2.6, 3.8], [4.6, 4.2], [6, 5.6], [6, 7.6], [4.8, 9.4], [2.6, 10], [0.4, 9]], // prettier-ignore
    [[1.4, 0.2], [3.8, 0.2], [6.2, 0]], // prettier-ignore
  ],
  [[[5, 0], [3, 1.6], [1.2, 4], [0.4, 6.6], [1, 8.8], [2.6, 10], [4.8, 9.6], [5.9, 8], [5.5, 6.2], [4, 5.3], [2.2, 5.8], [0.8, 7.2]]], // prettier-ignore
  [
    [
      [0.2, 0.4],
      [3.4, 0.3],
      [6.6, 0.2],
      [5.2, 3.4],
      [3.8, 6.6],
      [2.8, 10],
    ],
  ],
  [[[5.4, 1.4], [4, 0.1], [2.2, 0.2], [1, 1.6], [1.6, 3.4], [3.6, 4.7], [5.6, 6.4], [5.9, 8.4], [4.4, 9.9], [2.2, 9.9], [0.7, 8.5], [1.2, 6.4], [3.4, 4.7], [5.2, 3.2], [5.5, 1.6]]], // prettier-ignore
  [[[5.8, 2], [4.6, 0.4], [2.6, 0.2], [1, 1.6], [0.8, 3.6], [2.2, 5], [4.2, 4.7], [5.6, 3], [5.9, 1.8], [5.6, 5.6], [5, 10]]], // prettier-ignore
];
/** Pad units a step of the field: a digit is 600 of the pad's 1000 high. */
const SCALE = 60;
/** Points between two of a shape, so that the pen's curve keeps to it. */
const BETWEEN = 4;

/** The strokes of a digit in the middle of the pad, or moved from it by (x, y) pad units. */
export function sample(digit: number, x = 0, y = 0): Stroke[] {
  return SHAPES[digit]!.map((shape) => ({
    kind: "ink",
    width: 1.2 * PENS.broad,
    points: smooth(shape).map(([u, v]) => ({
      x: Math.round((u - 3.4) * SCALE) + x,
      y: Math.round((v - 5) * SCALE) + y,
      pressure: 0.5,
    })),
  }));
}

type Pair = readonly [number, number];

/** A curve through points (Catmull-Rom), with `BETWEEN` points on each piece. */
function smooth(points: readonly Pair[]): Pair[] {
  const at = (i: number): Pair => points[Math.min(Math.max(i, 0), points.length - 1)]!;
  const curve = points.slice(1).flatMap((_, i) =>
    Array.from({ length: BETWEEN }, (_, k): Pair => {
      const t = k / BETWEEN;
      const on = (axis: 0 | 1): number => {
        const [a, b, c, d] = [at(i - 1)[axis], at(i)[axis], at(i + 1)[axis], at(i + 2)[axis]];
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      };
      return [on(0), on(1)];
    }),
  );
  return [...curve, at(points.length - 1)];
}
