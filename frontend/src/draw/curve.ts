/** A curve of numbers as the path of an SVG. */

export interface Frame {
  width: number;
  height: number;
  low: number;
  high: number;
}

/** The smallest frame values that holds all numbers of some curves, 0 and `least` included. */
export function rangeOf(curves: readonly (readonly (number | null)[])[], least = 0): number {
  const all = curves.flat().filter((value): value is number => Number.isFinite(value));
  return Math.max(least, ...all);
}

/**
 * Draw values at even distances, from the left edge to the right.
 *
 * @param values - what is no number leaves a gap.
 * @returns the attribute `d` of a path; a single value is a point of no length.
 */
export function curvePath(values: readonly (number | null)[], frame: Frame): string {
  const { width, height, low, high } = frame;
  const step = width / Math.max(values.length - 1, 1);
  let isDown = false;
  const parts = values.map((value, i) => {
    if (value === null || !Number.isFinite(value)) {
      isDown = false;
      return "";
    }
    const share = (Math.min(Math.max(value, low), high) - low) / (high - low || 1);
    const part = `${isDown ? "L" : "M"}${round(i * step)} ${round(height * (1 - share))}`;
    isDown = true;
    return part;
  });
  return parts.join("") + (values.length === 1 && isDown ? "h0" : "");
}

const round = (value: number): number => Math.round(value * 100) / 100;
