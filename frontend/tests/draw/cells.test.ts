import { expect, test } from "vitest";
import { cellsSvg, documentSvg, textSvg } from "../../src/draw/cells";
import { ramp } from "../../src/draw";

const grey = ramp(["#000000", "#ffffff"]);
const rects = (svg: string): number => svg.match(/<rect/g)!.length;

test("values of one colour in a row are one square, and the ground is drawn once", () => {
  const data = Float32Array.of(0, 1, 1, 0, 0.5, 0);
  const svg = cellsSvg({ data, width: 3, x: 10, y: 0, size: 30, ramp: grey, peak: 1 });
  expect(rects(svg)).toBe(3);
  expect(svg).toContain('x="20" y="0" width="20" height="10" fill="rgb(255, 255, 255)"');
});

test("a last row that is not full is drawn as far as it goes", () => {
  const svg = cellsSvg({ data: Float32Array.of(1, 1, 1), width: 2, x: 0, y: 0, size: 2, ramp: grey, peak: 1 }); // prettier-ignore
  expect(rects(svg)).toBe(3);
});

test("text cannot end its element", () => {
  expect(textSvg("a<b & c", 0, 0)).toContain("a&#60;b &#38; c");
  expect(documentSvg(10, 5, "#fff", "")).toMatch(/^<svg .*<\/svg>$/);
});
