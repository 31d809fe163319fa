import { expect, test } from "vitest";
import { distances, MASK_3, MASK_5 } from "../../src/imaging/distance";

/** Distances from the middle of a square. */
function fromMiddle(side: number, mask: typeof MASK_3): Float32Array {
  const away = new Uint8Array(side * side).fill(1);
  away[(side * side - 1) / 2] = 0;
  return distances(away, side, side, mask);
}

test("steps of a king are measured by the mask of 3x3", () => {
  const found = fromMiddle(3, MASK_3);
  expect(found[1]).toBeCloseTo(0.955, 4);
  expect(found[0]).toBeCloseTo(1.3693, 4);
});

test("steps of a knight are measured by the mask of 5x5", () => {
  const found = fromMiddle(5, MASK_5);
  expect(found[1]).toBeCloseTo(2.1969, 4);
  expect(found[0]).toBeCloseTo(2.8, 4);
  expect(found[2]).toBeCloseTo(2, 4);
});

test("where nothing is 0 there is no distance", () => {
  expect([...distances(Uint8Array.of(1, 1), 2, 1, MASK_5)]).toEqual([Infinity, Infinity]);
});
