import { expect, test } from "vitest";
import { curvePath, rangeOf } from "../../src/draw/curve";

const frame = { width: 100, height: 10, low: 0, high: 2 };

test("values go from the left edge to the right, large ones up", () => {
  expect(curvePath([0, 2, 1], frame)).toBe("M0 10L50 0L100 5");
});

test("what is no number leaves a gap, what is too large stays at the edge", () => {
  expect(curvePath([1, null, NaN, 1, 99], frame)).toBe("M0 5M75 5L100 0");
});

test("one value is a point, none is nothing", () => {
  expect(curvePath([2], frame)).toBe("M0 0h0");
  expect(curvePath([], frame)).toBe("");
});

test("the range holds all numbers", () => {
  expect(
    rangeOf([
      [1, 3],
      [null, Infinity, 2],
    ]),
  ).toBe(3);
  expect(rangeOf([[0.1]], 1)).toBe(1);
});
