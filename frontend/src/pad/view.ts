/** Pad units <-> pixels: where on the pad, of whatever size, a drawing lies. */

import type { Bounds } from "./strokes";

/** The short side of a pad is this many units; (0, 0) is the pad's middle. */
export const SHORT_SIDE = 1000;
/** What must shrink to fit keeps this share of the short side free at the edges. */
const MARGIN = 0.03;

/** pixel = unit * scale + (x, y). */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/**
 * Place a drawing on a pad of this size.
 *
 * A pad's short side is 1000 units, so a drawing grows and shrinks with it. Where the pad's form
 * changed and ink would fall outside, the drawing is moved, and shrunk as far as it must, to show
 * all of it.
 */
export function viewFor(width: number, height: number, ink: Bounds | null): View {
  const short = Math.max(Math.min(width, height), 1);
  const plain = { scale: short / SHORT_SIDE, x: width / 2, y: height / 2 };
  if (ink === null || holds(plain, width, height, ink)) return plain;
  const margin = MARGIN * short;
  const scale = Math.min(
    plain.scale,
    (width - 2 * margin) / Math.max(ink.right - ink.left, 1),
    (height - 2 * margin) / Math.max(ink.bottom - ink.top, 1),
  );
  return {
    scale,
    x: within(plain.x, margin - ink.left * scale, width - margin - ink.right * scale),
    y: within(plain.y, margin - ink.top * scale, height - margin - ink.bottom * scale),
  };
}

/** Whether a pad shows all ink; what was drawn over its edge, and is cut by it, counts as shown. */
export function holds(view: View, width: number, height: number, ink: Bounds): boolean {
  const slack = 0.08 * Math.min(width, height);
  return (
    ink.left * view.scale + view.x >= -slack &&
    ink.top * view.scale + view.y >= -slack &&
    ink.right * view.scale + view.x <= width + slack &&
    ink.bottom * view.scale + view.y <= height + slack
  );
}

const within = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

/** Pixels of the pad -> pad units. */
export function toUnits(view: View, x: number, y: number): { x: number; y: number } {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

/** The view on a canvas `factor` times as large, moved by (x, y) pixels of it. */
export function scaled(view: View, factor: number, x = 0, y = 0): View {
  return { scale: view.scale * factor, x: view.x * factor + x, y: view.y * factor + y };
}
