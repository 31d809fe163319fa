import { expect, test } from "vitest";
import { boundsOf, connected } from "../../src/imaging/components";
import { inkOf, pageOf } from "./ink";

test("pieces that touch at a corner are one", () => {
  const found = connected(inkOf("#...", ".#..", "...#"), 0.2)!;
  expect(found.pieces).toEqual([
    { box: { left: 0, top: 0, right: 2, bottom: 2 }, area_px: 2 },
    { box: { left: 3, top: 2, right: 4, bottom: 3 }, area_px: 1 },
  ]);
});

test("branches that meet further down are one", () => {
  const found = connected(inkOf("#.#.#", "#.#.#", "#####"), 0.2)!;
  expect(found.pieces.map((piece) => piece.area_px)).toEqual([11]);
});

test("pieces are numbered by their first block of two by two pixels, as OpenCV does", () => {
  const found = connected(inkOf("....#", "#....", "....."), 0.2)!;
  expect(found.pieces.map((piece) => piece.box.left)).toEqual([0, 4]);
});

test("faint ink joins nothing", () => {
  expect(connected(inkOf("#+#"), 0.6)!.pieces).toHaveLength(2);
});

test("a blank map has no pieces and no bounds", () => {
  expect(connected(pageOf(9, 9), 0.2)).toBeNull();
  expect(boundsOf(pageOf(9, 9), 0)).toBeNull();
});

test("bounds reach to the outermost ink", () => {
  const bounds = boundsOf(pageOf(50, 40, [10, 20, 5, 3], [30, 2, 1, 1]), 0.2);
  expect(bounds).toEqual({ left: 10, top: 2, right: 31, bottom: 23 });
});
