import { expect, test } from "vitest";
import { apart } from "../../src/charts/apart";

test("names at the ends of lines stand apart, within the chart, in the lines' order", () => {
  expect(apart([50, 52], 16, 0, 100)).toEqual([50, 66]);
  expect(apart([99, 98], 16, 0, 100)).toEqual([92, 76]);
  expect(apart([10, 80], 16, 0, 100)).toEqual([10, 80]);
});
