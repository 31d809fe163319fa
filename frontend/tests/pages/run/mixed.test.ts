import { expect, test } from "vitest";
import { mostMixed, shade, total } from "../../../src/pages/run/mixed";

const matrix = Array.from({ length: 11 }, (_, i) =>
  Array.from({ length: 11 }, (_, j): number => (i === j ? 90 : 0)),
);
matrix[4]![9] = 11;
matrix[9]![4] = 8;
matrix[10]![1] = 1;

test("what is mixed up most comes first, in words", () => {
  expect(mostMixed(matrix).map((mixed) => mixed.words)).toEqual([
    "4 read as 9: 11",
    "9 read as 4: 8",
    "none read as 1: 1",
  ]);
  expect(total(matrix)).toBe(11 * 90 + 20);
});

test("a rare confusion is still shaded, and none is not", () => {
  expect([shade(11, 11), shade(1, 1000), shade(0, 11)]).toEqual([8, 1, 0]);
});
