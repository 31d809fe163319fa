/** Straight strokes of a pen or an eraser, as they change ink. */

import type { InkMap } from "../imaging";

/** A straight stroke with round ends; where both ends are one, a dot. In pixels of some map. */
export interface Segment {
  kind: "ink" | "erase";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  width: number;
}

/** Call `take` with each pixel that a segment touches and how much of it is covered, 0..1. */
export function coverage(
  { x1, y1, x2, y2, width }: Segment,
  map: { width: number; height: number },
  take: (place: number, share: number) => void,
): void {
  const reach = width / 2 + 1;
  const [left, right] = [Math.min(x1, x2) - reach, Math.max(x1, x2) + reach];
  const [top, bottom] = [Math.min(y1, y2) - reach, Math.max(y1, y2) + reach];
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  for (let y = Math.max(0, Math.floor(top)); y <= Math.min(map.height - 1, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x <= Math.min(map.width - 1, right); x++) {
      const along = length ? ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length : 0;
      const t = Math.min(Math.max(along, 0), 1);
      const away = Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
      const share = Math.min(1, width / 2 - away + 0.5);
      if (share > 0) take(y * map.width + x, share);
    }
  }
}

/** Ink after some segments were drawn or erased. */
export function withSegments(ink: InkMap, segments: readonly Segment[]): InkMap {
  const data = ink.data.slice();
  for (const segment of segments) {
    coverage(segment, ink, (place, share) => {
      const value = data[place]!;
      data[place] = segment.kind === "ink" ? value + (1 - value) * share : value * (1 - share);
    });
  }
  return { ...ink, data };
}

/** How much ink two maps of one size differ by, in pixels. */
export function difference(a: InkMap, b: InkMap): number {
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0);
}

/** The segment with its ends moved together: `head` and `tail` are shares of its length, 0..1. */
export function shortened(segment: Segment, head: number, tail: number): Segment {
  const { x1, y1, x2, y2 } = segment;
  const [dx, dy] = [x2 - x1, y2 - y1];
  return {
    ...segment,
    x1: x1 + head * dx,
    y1: y1 + head * dy,
    x2: x2 - tail * dx,
    y2: y2 - tail * dy,
  };
}
