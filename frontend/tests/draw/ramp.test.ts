import { describe, expect, test } from "vitest";
import { parseColour, ramp } from "../../src/draw";

const rgba = (colour: number): number[] => [0, 8, 16, 24].map((shift) => (colour >>> shift) & 255);

describe("a ramp", () => {
  test("begins and ends with its stops and is linear between", () => {
    const colours = ramp(["#000000", "#ff8000", "#ffffff"]);
    expect(rgba(colours[0]!)).toEqual([0, 0, 0, 255]);
    expect(rgba(colours[255]!)).toEqual([255, 255, 255, 255]);
    expect(rgba(colours[64]!)).toEqual([128, 64, 0, 255]);
  });

  test("refuses fewer than two stops", () => {
    expect(() => ramp(["#000"])).toThrow("1 stops");
  });
});

test("colours are read in both lengths and refused otherwise", () => {
  expect(parseColour("#0f8")).toEqual([0, 255, 136]);
  expect(parseColour("#2b49C6")).toEqual([43, 73, 198]);
  expect(() => parseColour("red")).toThrow("'red' is no colour");
});
