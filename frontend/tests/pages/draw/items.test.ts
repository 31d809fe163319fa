import { describe, expect, test } from "vitest";
import { follow, guesses, type Item, itemsOf } from "../../../src/pages/draw/items";
import type { BoxRow, BrowserReading } from "../../../src/reading";

const seen = { picture: new Float32Array(784), activations: new Map() };

function digit(value: number, x: number, accepted = true) {
  const probabilities = Array.from({ length: 10 }, (_, i) => (i === value ? 0.9 : 0.01));
  const box: BoxRow = [x, 0, 10, 20];
  return { value, confidence: 0.9, not_a_digit: 0.01, box, probabilities, accepted, ...seen };
}

function scribble(x: number) {
  const box: BoxRow = [x, 2, 10, 20];
  return {
    box,
    reason: "not a digit",
    probabilities: Array(10).fill(0.02),
    not_a_digit: 0.8,
    ...seen,
  };
}

const reading = (numbers: ReturnType<typeof digit>[][], rejected: ReturnType<typeof scribble>[]) =>
  ({ numbers: numbers.map((digits) => ({ digits })), rejected }) as unknown as BrowserReading;

describe("the marks of a reading", () => {
  test("have bands: sure, look again, not a digit", () => {
    const items = itemsOf(reading([[digit(4, 0), digit(9, 20, false)]], [scribble(40)]));
    expect(items.map((item) => item.band)).toEqual(["sure", "again", "none"]);
    expect(items.map((item) => item.value)).toEqual([4, 9, null]);
  });

  test("stand in reading order, what is no digit among them", () => {
    const items = itemsOf(reading([[digit(1, 0)], [digit(2, 60)]], [scribble(30), scribble(90)]));
    expect(items.map((item) => item.box[0])).toEqual([0, 30, 60, 90]);
    expect(items.map((item) => item.number)).toEqual([0, -1, 1, -1]);
  });

  test("have eleven probabilities", () => {
    const [item] = itemsOf(reading([[digit(3, 0)]], []));
    expect(item!.probabilities).toHaveLength(11);
  });
});

test("a scribble's second guess is its likeliest digit", () => {
  const probabilities = [0, 0, 0, 0.2, 0, 0, 0.1, 0, 0, 0, 0.7];
  expect(guesses({ value: null, probabilities } as unknown as Item)).toEqual({
    first: 10,
    second: 3,
  });
});

describe("the selected mark", () => {
  const at = (x: number, ink = 0): Item =>
    ({ box: [x, 0, 5, 5], picture: new Float32Array(4).fill(ink) }) as unknown as Item;

  test("is the one that is being drawn", () => {
    expect(follow([at(0), at(10)], [at(0), at(10, 0.5)], 0)).toBe(1);
    expect(follow([at(0)], [at(0), at(10)], 0)).toBe(1);
    expect(follow([at(10)], [at(0), at(10)], 0)).toBe(0);
  });

  test("stays with its mark when others go", () => {
    expect(follow([at(0), at(10), at(20)], [at(10), at(20)], 1)).toBe(0);
  });

  test("is the last one when its own is gone, and none on a blank pad", () => {
    expect(follow([at(0), at(10)], [at(0)], 1)).toBe(0);
    expect(follow([at(0)], [], 0)).toBe(-1);
  });
});
