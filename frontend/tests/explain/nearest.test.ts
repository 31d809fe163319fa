import { expect, test } from "vitest";
import { lastFeatures, nearest } from "../../src/explain";
import { shipped } from "./digits";

test("the nearest come first, by the distance of their features", () => {
  const known = Float32Array.of(0, 0, 3, 4, 1, 0, 9, 9);
  expect(nearest(known, Float32Array.of(0, 0), 3)).toEqual([
    { index: 0, distance: 0 },
    { index: 2, distance: 1 },
    { index: 1, distance: 5 },
  ]);
  expect(nearest(new Float32Array(0), Float32Array.of(0, 0), 3)).toEqual([]);
});

test("the last features are what the scores are made of", () => {
  const network = shipped();
  const run = network.run(new Float32Array(784));
  const head = network.layers.at(-1)!;
  const features = lastFeatures(network.layers, run);
  expect(features.length).toBe(64);
  const score = features.reduce(
    (sum, v, k) => sum + v * head.weights!.data[k]!,
    head.bias!.data[0]!,
  );
  expect(score).toBeCloseTo(network.logits(run)[0]!, 4);
});
