/** Where the scale of a curve ends, so that what matters is not flattened by its first moments. */

/** Values a curve needs before its first ones may run out of the chart. */
const MANY = 12;
/** Share of the values that may stand outside. */
const OUTSIDE = 0.08;
const FLOORS = [0.98, 0.95, 0.9, 0.8, 0.5];

/** The scale of a loss: from 0 to a little above all but the first, large values. */
export function lossRange(values: readonly number[]): [number, number] {
  const top = quantile(values, 1 - OUTSIDE);
  return [0, top > 0 ? top * 1.15 : 1];
}

/** The scale of a share, 0..1: to 1, from the highest floor under all but the first values. */
export function shareRange(values: readonly number[]): [number, number] {
  const low = quantile(values, OUTSIDE);
  return [FLOORS.find((floor) => low >= floor + (1 - floor) * 0.05) ?? 0, 1];
}

/** The value under which that share of them lies; of few values the least or the largest. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return 0;
  const last = sorted.length - 1;
  const at = sorted.length < MANY ? Math.round(share) * last : Math.round(share * last);
  return sorted[at]!;
}
