import { describe, expect, it } from "vitest";
import { marksOf, parted, textFrom, weakest } from "../../../src/pages/upload/marks";
import type { Box, ReadItem } from "../../../src/pages/upload/types";

/** 12 on the left, something that is no digit, and 3 on the right. */
const item = {
  digits: [
    [1, 0.99, 0, 0, 10, 20, 1, 7, 0.01, 0],
    [2, 0.6, 12, 0, 10, 20, 0, 3, 0.3, 0],
    [3, 0.9, 80, 0, 10, 20, 1, 8, 0.05, 1],
  ],
  rejected: [[40, 0, 10, 20]],
} as unknown as ReadItem;

describe("marksOf", () => {
  it("has what is no digit where it stands on the page", () => {
    expect(marksOf(item).map((mark) => mark.value)).toEqual([1, 2, null, 3]);
  });
});

describe("textFrom", () => {
  const marks = marksOf(item);

  it("joins the digits of a number and parts numbers", () => {
    expect(textFrom(marks, [1, 2, null, 3])).toBe("12 3");
  });

  it("takes a digit out, and one in that was none", () => {
    expect(textFrom(marks, [1, null, 5, 3])).toBe("1 5 3");
    expect(textFrom(marks, [null, null, null, null])).toBe("");
  });
});

describe("weakest", () => {
  it("is the mark with the least confidence", () => {
    expect(weakest(marksOf({ ...item, rejected: [] }))).toBe(1);
  });
});

describe("parted", () => {
  it("lets neighbours that overlap meet at the midline", () => {
    const boxes: Box[] = [
      [0, 0, 12, 20],
      [10, 0, 12, 20],
    ];
    expect(parted(boxes)).toEqual([
      [0, 0, 11, 20],
      [11, 0, 11, 20],
    ]);
  });

  it("leaves boxes on other lines alone", () => {
    const boxes: Box[] = [
      [0, 0, 12, 20],
      [10, 30, 12, 20],
    ];
    expect(parted(boxes)).toEqual(boxes);
  });
});
