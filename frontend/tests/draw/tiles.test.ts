import { describe, expect, test } from "vitest";
import {
  cssColour,
  drawThreads,
  inkOn,
  paintMaps,
  peakOf,
  placeAt,
  ramp,
  rectOf,
  stepped,
} from "../../src/draw";

const form = { count: 5, height: 2, width: 3 };
const tiling = { columns: 2, zoom: 4, gap: 1 };

describe("a value among tiles", () => {
  test("is found under every pixel that it is painted on", () => {
    for (let map = 0; map < 5; map++) {
      const { x, y, width, height } = rectOf(form, tiling, map, { row: 1, column: 2 });
      const corners = [
        [x, y],
        [x + width - 0.5, y + height - 0.5],
      ] as const;
      for (const [px, py] of corners) {
        expect(placeAt(form, tiling, px, py)).toEqual({ map, row: 1, column: 2 });
      }
    }
  });

  test("is none in a gap, beyond the last map and outside", () => {
    expect(placeAt(form, tiling, 12.5, 3)).toBeNull();
    expect(placeAt(form, tiling, 15, 20)).toBeNull();
    expect(placeAt(form, tiling, -1, 0)).toBeNull();
    expect(placeAt(form, tiling, 26, 0)).toBeNull();
  });

  test("a part of a map may reach over its edge", () => {
    const part = { row: -1, column: -1, rows: 3, columns: 3 };
    expect(rectOf(form, tiling, 3, part)).toEqual({ x: 9, y: 5, width: 12, height: 12 });
  });

  test("has neighbours across tiles, and none beyond the last", () => {
    const right = stepped(form, 2, { map: 0, row: 0, column: 2 }, 1, 0);
    expect(right).toEqual({ map: 1, row: 0, column: 0 });
    expect(stepped(form, 2, { map: 0, row: 1, column: 1 }, 0, 1)).toEqual({
      map: 2,
      row: 0,
      column: 1,
    });
    const last = { map: 4, row: 1, column: 2 };
    expect(stepped(form, 2, last, 1, 0)).toEqual(last);
    expect(stepped(form, 2, last, 0, 1)).toEqual(last);
  });
});

describe("signed values", () => {
  const grey = ramp(["#000", "#fff"]);

  test("are painted around the middle of the ramp", () => {
    const pixels = new Uint32Array(3);
    const maps = { data: new Float32Array([-2, 0, 2]), count: 1, height: 1, width: 3 };
    paintMaps(pixels, { ...maps, isSigned: true }, { columns: 1, zoom: 1, gap: 0 }, grey, 2);
    expect([...pixels].map((colour) => colour & 255)).toEqual([1, 128, 255]);
  });

  test("have a peak without their sign, units the largest of all", () => {
    const data = new Float32Array([1, -4, 2, 0]);
    expect(peakOf({ data, count: 2, isSigned: true })).toBe(3);
    expect(peakOf({ data, count: 4, isSigned: true })).toBe(4);
    expect(peakOf({ data, count: 4 })).toBe(2);
  });

  test("have the same colour in a cell, with black or white on it", () => {
    expect(cssColour(grey, 1, 2)).toBe("rgb(128, 128, 128)");
    expect(cssColour(grey, -2, 2, true)).toBe("rgb(1, 1, 1)");
    expect(cssColour(grey, 5, 0)).toBe("rgb(0, 0, 0)");
    expect([inkOn("rgb(255, 255, 255)"), inkOn("rgb(20, 20, 20)")]).toEqual(["#000", "#fff"]);
  });
});

test("threads are as thick as they add, and what is next to nothing is left out", () => {
  const drawn: [number, string][] = [];
  const context = {
    beginPath() {},
    moveTo() {},
    bezierCurveTo() {},
    lineWidth: 0,
    strokeStyle: "",
    stroke() {
      drawn.push([this.lineWidth, this.strokeStyle]);
    },
  };
  const from = [0, 1, 2].map((y): [number, number] => [0, y]);
  drawThreads(context as never, from, [9, 9], [2, -1, 0.01], ["blue", "orange"]);
  expect(drawn).toEqual([
    [3, "blue"],
    [1.75, "orange"],
  ]);
});
