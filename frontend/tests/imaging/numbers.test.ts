import { expect, test } from "vitest";
import { findInk } from "../../src/imaging";
import { median, round } from "../../src/imaging/numbers";
import { pageOf } from "./ink";

test("halves are rounded to the even number", () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6].map(round)).toEqual([0, 2, 2, 0, -2, 2, 3]);
});

test("the median of an even count is between the two in the middle", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

test("a page of full contrast is taken as it is", () => {
  const page = pageOf(20, 20, [3, 3, 4, 4]);
  expect(findInk(page)).toEqual({ ink: page, scale: 1 });
});

test("faint ink is brought to full contrast, too faint ink is none", () => {
  const page = pageOf(20, 20, [3, 3, 4, 4]);
  const faint = { ...page, data: page.data.map((value) => value * 0.2) };
  expect(Math.max(...findInk(faint).ink.data)).toBe(1);
  const dust = { ...page, data: page.data.map((value) => value * 0.03) };
  expect(Math.max(...findInk(dust).ink.data)).toBe(0);
});

test("a large page is read at half its size", () => {
  const { ink, scale } = findInk(pageOf(2000, 1000, [200, 100, 400, 400]));
  expect([ink.width, ink.height, scale]).toEqual([1000, 500, 0.5]);
  expect(ink.data[60 * 1000 + 120]).toBe(1);
});
