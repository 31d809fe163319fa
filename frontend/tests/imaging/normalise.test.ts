import { expect, test } from "vitest";
import { normalise } from "../../src/imaging";
import { pageOf } from "./ink";

/** First and last row and column with ink. */
function extent(picture: Float32Array): number[] {
  const places = [...picture.keys()].filter((i) => picture[i] > 0.01);
  const rows = places.map((i) => Math.floor(i / 28));
  const columns = places.map((i) => i % 28);
  return [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
}

test("the long side becomes 20 pixels, the middle stays in the middle", () => {
  expect(extent(normalise(pageOf(300, 300, [10, 30, 50, 100])))).toEqual([4, 23, 9, 18]);
});

test("a drawing is the same picture wherever it stands and however large it is", () => {
  const small = normalise(pageOf(200, 200, [0, 0, 40, 80]));
  expect(normalise(pageOf(900, 700, [333, 111, 200, 400]))).toEqual(small);
});

test("faint ink comes to full contrast", () => {
  const page = pageOf(60, 60, [10, 10, 20, 20]);
  page.data = page.data.map((value) => 0.3 * value);
  expect(Math.max(...normalise(page))).toBeCloseTo(1, 6);
});

test("a dot, a line and a blank map have a picture", () => {
  expect(extent(normalise(pageOf(9, 9, [4, 4, 1, 1])))).toEqual([4, 23, 4, 23]);
  expect(extent(normalise(pageOf(500, 4, [0, 1, 500, 1])))).toEqual([14, 14, 4, 23]);
  expect(Math.max(...normalise(pageOf(9, 9)))).toBe(0);
});
