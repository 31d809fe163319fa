import { expect, test } from "vitest";
import { backward, pictureName } from "../../src/explain";
import { Network, parseModel } from "../../src/net";
import { constant, model, node } from "../net/onnx";
import { drawn, shipped } from "./digits";
import { normalise } from "../../src/imaging";

/** Every operator once: a convolution with stride, a pooling, a shortcut, and both heads. */
function everything(): Network {
  let state = 7;
  const random = (count: number): number[] =>
    Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.4);
  const nodes = [
    node("Conv", ["image", "w1", "b1"], "c1", { pads: [1, 1, 1, 1], strides: [1, 1] }),
    node("Relu", ["c1"], "r1"),
    node("MaxPool", ["r1"], "p1", { kernel_shape: [2, 2], strides: [2, 2] }),
    node("Conv", ["p1", "w2", "b2"], "c2", { pads: [1, 1, 1, 1], strides: [1, 1] }),
    node("Add", ["c2", "p1"], "a"),
    node("Relu", ["a"], "r2"),
    node("Conv", ["r2", "w3", "b3"], "c3", { pads: [0, 1, 1, 0], strides: [2, 2] }),
    node("GlobalAveragePool", ["c3"], "g"),
    node("Flatten", ["g"], "f"),
    node("Gemm", ["f", "w4", "b4"], "logits", { transB: 1 }),
  ];
  const stored = [
    constant("w1", [3, 1, 3, 3], random(27)),
    constant("b1", [3], random(3)),
    constant("w2", [3, 3, 3, 3], random(81)),
    constant("b2", [3], random(3)),
    constant("w3", [4, 3, 2, 3], random(72)),
    constant("b3", [4], random(4)),
    constant("w4", [11, 4], random(44)),
    constant("b4", [11], random(11)),
  ];
  return new Network(parseModel(model([1, 8, 8], nodes, stored)));
}

const image = Float32Array.from({ length: 64 }, (_, i) => ((i * 37) % 64) / 64);
const SEED = [0, 1, 0, 0, -2, 0, 0, 0, 0, 0, 0.5];
const weighted = (network: Network, picture: Float32Array): number =>
  network.logits(network.run(picture)).reduce((sum, score, i) => sum + score * SEED[i]!, 0);

test("slopes are those that small steps find", () => {
  const network = everything();
  const run = network.run(image);
  const slope = backward(network.layers, SEED, run).get(pictureName(run))!;
  const step = 1 / 64;
  const found = [0, 9, 20, 37, 63].map((pixel) => {
    const moved = (by: number): number =>
      weighted(
        network,
        image.map((value, i) => (i === pixel ? value + by : value)),
      );
    return [(moved(step) - moved(-step)) / (2 * step), slope[pixel]!];
  });
  for (const [measured, computed] of found) expect(computed).toBeCloseTo(measured!, 1);
});

test("multipliers account for all that the scores moved, through every operator", () => {
  const network = everything();
  const other = image.map((value) => 1 - value);
  const [now, before] = [network.run(image), network.run(other)];
  const all = backward(network.layers, SEED, now, before);
  for (const name of ["image", "p1", "r2", "f"]) {
    const [a, b, each] = [now.get(name)!.data, before.get(name)!.data, all.get(name)!];
    const sum = each.reduce((total, value, i) => total + value * (a[i]! - b[i]!), 0);
    expect(sum).toBeCloseTo(weighted(network, image) - weighted(network, other), 4);
  }
});

test("the way back through the shipped network reaches every layer", () => {
  const network = shipped();
  const run = network.run(normalise(drawn("7")));
  const found = backward(network.layers, SEED, run);
  for (const [name, { data }] of run) expect(found.get(name)?.length).toBe(data.length);
});
