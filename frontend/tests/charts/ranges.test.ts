import { expect, test } from "vitest";
import { lossRange, shareRange } from "../../src/charts/ranges";

const falling = Array.from({ length: 100 }, (_, i) => 2.4 * Math.exp(-i / 4) + 0.05);

test("the first steps of a loss do not flatten the rest", () => {
  const [low, high] = lossRange(falling);
  expect(low).toBe(0);
  expect(high).toBeGreaterThan(0.2);
  expect(high).toBeLessThan(0.6);
});

test("few values are all shown", () => {
  expect(lossRange([2.4, 0.3])[1]).toBeGreaterThan(2.4);
  expect(shareRange([0.11, 0.97])).toEqual([0, 1]);
});

test("a share begins at the highest floor under it", () => {
  expect(shareRange([0.92, 0.985, 0.991])).toEqual([0.9, 1]);
  expect(shareRange([0.991, 0.995])).toEqual([0.98, 1]);
  expect(shareRange([])).toEqual([0, 1]);
});

test("values that are none, of a loss that grew without end, do not break the scale", () => {
  expect(lossRange([1, 2, NaN, Infinity])[1]).toBeCloseTo(2.3);
});
