import { describe, expect, test } from "vitest";
import { paintMaps, peakOf, ramp, sizeOf } from "../../src/draw";

const grey = ramp(["#000", "#fff"]);
const red = (colour: number): number => colour & 255;

describe("maps in a picture", () => {
  const maps = { data: new Float32Array([0, 1, 2, 4, 9, 9, 9, 9]), count: 2, height: 2, width: 2 };
  const tiling = { columns: 2, zoom: 2, gap: 1 };

  test("stand side by side, each value zoomed, with gaps between", () => {
    expect(sizeOf(maps, tiling)).toEqual([9, 4]);
    expect(sizeOf({ ...maps, count: 5 }, tiling)).toEqual([9, 14]);
  });

  test("take their colour from their value against the peak", () => {
    const pixels = new Uint32Array(9 * 4);
    paintMaps(pixels, maps, tiling, grey, 4);
    const rows = [0, 1, 2, 3].map((y) => [...pixels.subarray(9 * y, 9 * y + 9)].map(red));
    expect(rows[0]).toEqual([0, 0, 63, 63, 0, 255, 255, 255, 255]);
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual([127, 127, 255, 255, 0, 255, 255, 255, 255]);
  });

  test("leave the gap untouched", () => {
    const pixels = new Uint32Array(9 * 4).fill(7);
    paintMaps(pixels, maps, tiling, grey, 4);
    expect([0, 1, 2, 3].map((y) => pixels[9 * y + 4])).toEqual([7, 7, 7, 7]);
  });

  test("are blank where the peak is 0", () => {
    const pixels = new Uint32Array(9 * 4);
    paintMaps(pixels, { ...maps, data: new Float32Array(8) }, tiling, grey, 0);
    expect(red(pixels[0]!)).toBe(0);
  });
});

test("the peak is the mean of the maps' own, silent ones left out", () => {
  expect(peakOf({ data: new Float32Array([1, 2, 0, 0, 3, 4]), count: 3 })).toBe(3);
  expect(peakOf({ data: new Float32Array(4), count: 2 })).toBe(0);
});
