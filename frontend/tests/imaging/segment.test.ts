import { expect, test } from "vitest";
import { segment } from "../../src/imaging";
import { pageOf } from "./ink";

/** How many glyphs each number of each line has. */
function counts(...page: Parameters<typeof pageOf>): number[][] {
  return segment(pageOf(...page)).map((line) => line.map((number) => number.length));
}

test("a blank page has no lines", () => {
  expect(segment(pageOf(100, 100))).toEqual([]);
});

test("digits side by side are one number, from left to right", () => {
  const [[number]] = segment(pageOf(300, 200, [120, 50, 20, 90], [60, 52, 20, 90]));
  expect(number.map((glyph) => glyph.box.x)).toEqual([59, 119]);
});

test("a wide gap parts two numbers", () => {
  expect(counts(400, 200, [20, 50, 20, 90], [70, 50, 20, 90], [250, 50, 20, 90])).toEqual([[2, 1]]);
});

test("digits one below the other are lines", () => {
  expect(counts(200, 400, [20, 20, 20, 90], [20, 250, 20, 90])).toEqual([[1], [1]]);
});

test("the bar of a 5 belongs to what is below it", () => {
  const [[[glyph]]] = segment(pageOf(200, 200, [50, 40, 50, 10], [50, 60, 40, 90]));
  expect(glyph.box).toEqual({ x: 49, y: 39, width: 52, height: 112 });
});

test("a speck and a rule along the border are no digits", () => {
  expect(counts(300, 200, [100, 50, 20, 90], [200, 90, 1, 1], [0, 198, 300, 2])).toEqual([[1]]);
});

test("a glyph holds its own ink alone", () => {
  const [[number]] = segment(pageOf(300, 200, [60, 50, 20, 90], [83, 50, 20, 90]));
  const sums = number.map((glyph) => glyph.ink.data.reduce((sum, value) => sum + value, 0));
  expect(sums).toEqual([1800, 1800]);
});

test("tall marks that reach around each other keep their parts", () => {
  const page = pageOf(200, 200, [50, 40, 30, 90], [84, 40, 20, 100], [60, 134, 44, 6]);
  const [[[glyph]]] = segment(page);
  expect(glyph.parts.map((part) => part.box.x)).toEqual([49, 59]);
});
