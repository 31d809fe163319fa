import { describe, expect, test } from "vitest";
import type { Item } from "../../../src/pages/draw/items";
import { correctedText } from "../../../src/pages/draw/record";

const items = [
  { value: 1, number: 0 },
  { value: 8, number: 0 },
  { value: null, number: -1 },
  { value: 4, number: 1 },
] as unknown as Item[];

describe("the corrected text", () => {
  test("has the digits that a person named in their places", () => {
    expect(
      correctedText(
        items,
        new Map([
          [1, 3],
          [3, 9],
        ]),
      ),
    ).toBe("13 9");
  });

  test("leaves out what is no digit", () => {
    expect(correctedText(items, new Map([[0, 10]]))).toBe("8 4");
  });

  test("is empty where nothing is a digit", () => {
    expect(correctedText([items[0]!], new Map([[0, 10]]))).toBe("");
  });
});
