import { expect, test } from "vitest";
import { mapsOf } from "../../../src/pages/run/kernels";

test("kernels of a convolution are maps as they stand", () => {
  const maps = mapsOf({ data: new Float32Array(3 * 25), shape: [3, 1, 5, 5] })!;
  expect([maps.count, maps.height, maps.width]).toEqual([3, 5, 5]);
});

test("weights of a dense layer become pictures, whichever way they are stored", () => {
  const area = 784;
  const data = Float32Array.from({ length: 2 * area }, (_, i) => i);
  expect(mapsOf({ data, shape: [2, area] })!.data[area]).toBe(area);
  const turned = mapsOf({ data, shape: [area, 2] })!;
  expect(turned.count).toBe(2);
  expect([turned.data[0], turned.data[1], turned.data[area]]).toEqual([0, 2, 1]);
});

test("kernels over several channels are no pictures", () => {
  expect(mapsOf({ data: new Float32Array(8 * 9), shape: [2, 4, 3, 3] })).toBeNull();
});
