import { describe, expect, test } from "vitest";
import { begin, drop, move, put, tidy } from "../../../src/pages/history/pending";

describe("a correction being typed", () => {
  test("puts a digit in the marked place", () => {
    expect(put(begin("1840", 2), "9")).toEqual({ text: "1890", mark: 2 });
  });

  test("appends where nothing was read", () => {
    expect(put(put(begin("", 0), "4"), "2")).toEqual({ text: "2", mark: 0 });
  });

  test("marks a digit, never a space", () => {
    expect(begin("18 40", 2).mark).toBe(0);
    expect(move(begin("18 40", 1), 1).mark).toBe(3);
    expect(move(begin("18", 0), -1).mark).toBe(0);
  });

  test("drops what is no digit, and the space beside it", () => {
    expect(drop(begin("7", 0))).toEqual({ text: "", mark: -1 });
    expect(drop(begin("18 4", 3))).toEqual({ text: "18", mark: 1 });
  });

  test("keeps one space between numbers", () => {
    expect(tidy("  1   2 ")).toBe("1 2");
  });
});
