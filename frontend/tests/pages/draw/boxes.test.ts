import { describe, expect, test } from "vitest";
import { framed } from "../../../src/pages/draw/boxes";

const box = (left: number, right: number, top = 50, bottom = 150) => ({ left, top, right, bottom });

describe("boxes on the pad", () => {
  test("leave room around the ink", () => {
    expect(framed([box(50, 100)], 500, 400)).toEqual([
      { left: 42, top: 42, right: 108, bottom: 158 },
    ]);
  });

  test("meet their neighbours at the line midway", () => {
    const [left, right] = framed([box(50, 100), box(106, 150)], 500, 400);
    expect(left!.right).toBe(103);
    expect(right!.left).toBe(103);
  });

  test("meet below one another too", () => {
    const [upper, lower] = framed([box(50, 100, 50, 100), box(50, 100, 104, 150)], 500, 400);
    expect(upper!.bottom).toBe(102);
    expect(lower!.top).toBe(102);
  });

  test("keep their room where the neighbour is far", () => {
    const [left, right] = framed([box(50, 100), box(200, 250)], 500, 400);
    expect(left!.right).toBe(108);
    expect(right!.left).toBe(192);
  });

  test("stay on the pad", () => {
    expect(framed([box(0, 500, 0, 400)], 500, 400)).toEqual([
      { left: 2, top: 2, right: 498, bottom: 398 },
    ]);
  });
});
