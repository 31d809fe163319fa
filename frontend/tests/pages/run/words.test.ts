import { expect, test } from "vitest";
import { about, duration, loss } from "../../../src/pages/run/words";

test("times are written in their two largest units", () => {
  expect([0.4, 45, 60, 220, 3600, 3900].map(duration)).toEqual([
    "0 s",
    "45 s",
    "1 min",
    "3 min 40 s",
    "1 h",
    "1 h 5 min",
  ]);
});

test("time left is a guess and looks like one", () => {
  expect(about(2)).toBe("a few seconds left");
  expect(about(43)).toBe("about 45 s left");
  expect(about(223)).toBe("about 3 min 40 s left");
});

test("a loss that is no number is said to be none", () => {
  expect(loss(0.0631)).toBe("0.063");
  expect(loss(NaN)).toBe("not a number");
  expect(loss(null)).toBe("not a number");
});
