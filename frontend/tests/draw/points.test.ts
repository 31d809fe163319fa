import { expect, test } from "vitest";
import { placeOf, pointAt } from "../../src/draw/points";

const positions = Float32Array.of(0, 0, 1, 1, -1, 0);

test("the middle is the middle, up is up, and all stay inside the margin", () => {
  const at = [0, 1, 2].map((i) => placeOf(positions, i, 100, 10));
  expect(at).toEqual([
    [50, 50],
    [90, 10],
    [10, 50],
  ]);
});

test("the nearest point within reach is found, else none", () => {
  const form = { side: 100, margin: 10, reach: 8 };
  expect(pointAt(positions, 88, 13, form)).toBe(1);
  expect(pointAt(positions, 70, 30, form)).toBe(-1);
});
