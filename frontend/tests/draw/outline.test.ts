import { expect, test } from "vitest";
import { outline } from "../../src/draw/outline";

test("one pixel has four sides", () => {
  const picture = Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);
  expect(outline(picture, 3)).toBe("M1 1h1M1 1v1M2 1v1M1 2h1");
});

test("ink at the border is closed there, and paper has no edge", () => {
  expect(outline(Float32Array.of(1, 1), 2).match(/M/g)).toHaveLength(6);
  expect(outline(new Float32Array(9), 3)).toBe("");
});
