import { expect, test } from "vitest";
import type { Item } from "../../../src/pages/draw/items";
import { doubt, percent, which } from "../../../src/pages/draw/words";

const item = (value: number, second: number, band = "again"): Item =>
  ({
    value,
    band,
    probabilities: Array.from({ length: 11 }, (_, i) =>
      i === value ? 0.7 : i === second ? 0.2 : 0,
    ),
  }) as unknown as Item;

test("a doubt names the two likeliest", () => {
  expect(doubt(item(4, 9))).toBe("4 or 9?");
  expect(doubt(item(1, 10))).toBe("1, or no digit?");
  expect(doubt(item(4, 9, "sure"))).toBe("");
});

test("what is not certain never says 100%", () => {
  expect([1, 0.99999, 0.714, 0.5, 0.001, 0.0001, 0].map(percent)).toEqual([
    "100%",
    "99.9%",
    "71.4%",
    "50%",
    "0.1%",
    "0%",
    "0%",
  ]);
});

test("one digit needs no place, many have numbers", () => {
  expect([which(0, 1), which(2, 4), which(11, 12)]).toEqual(["", "third digit", "digit 12"]);
});
