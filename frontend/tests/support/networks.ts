/** Networks for tests: the one that ships, and a small one with every operator. */

import { readFileSync } from "node:fs";
import { type Activations, Network, parseModel } from "../../src/net";
import { constant, model, node } from "../net/onnx";

export interface Ready {
  network: Network;
  activations: Activations;
}

/** A picture of a crooked 7, grey at its edges: (784). */
export function seven(): Float32Array {
  return Float32Array.from({ length: 784 }, (_, i) => {
    const [y, x] = [Math.floor(i / 28), i % 28];
    const bar = y >= 5 && y <= 7 && x >= 7 && x <= 20 ? 1 : 0;
    const leg = Math.max(0, 1.6 - Math.abs(x - (20 - (y - 5) * 0.55)) / 1.4);
    return Math.max(bar, y > 6 && y < 24 ? Math.min(1, leg) : 0);
  });
}

/** The shipped network, run on a picture. */
export function shipped(): Ready {
  const path = new URL("../../../src/tenfold/weights/tenfold_small.onnx", import.meta.url);
  const network = new Network(parseModel(new Uint8Array(readFileSync(path)).buffer));
  return { network, activations: network.run(seven()) };
}

/** Numbers by chance, the same in each run. */
function numbers(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const value = Math.sin((i + 1) * 12.9898 * seed) * 43758.5453;
    return value - Math.floor(value) - 0.5;
  });
}

/** A network of every operator, with pads, strides and two dense layers, run on a picture. */
export function motley(): Ready {
  const sizes: [string, number[]][] = [
    ["a.weight", [3, 1, 5, 5]],
    ["a.bias", [3]],
    ["b.weight", [3, 3, 3, 3]],
    ["c.weight", [70, 147]],
    ["c.bias", [70]],
    ["d.weight", [70, 11]],
    ["d.bias", [11]],
  ];
  const constants = sizes.map(([name, shape], i) => {
    const count = shape.reduce((size, side) => size * side, 1);
    return constant(name, shape, numbers(count, i + 2));
  });
  const nodes = [
    node("Conv", ["image", "a.weight", "a.bias"], "a", { pads: [1, 2, 3, 2], strides: [2, 2] }),
    node("Relu", ["a"], "ar"),
    node("Conv", ["ar", "b.weight"], "b", { pads: [1, 1, 1, 1] }),
    node("Add", ["ar", "b"], "sum"),
    node("MaxPool", ["sum"], "pooled", { kernel_shape: [2, 2], strides: [2, 2] }),
    node("Flatten", ["pooled"], "flat"),
    node("Gemm", ["flat", "c.weight", "c.bias"], "c", { transB: 1 }),
    node("Relu", ["c"], "cr"),
    node("Gemm", ["cr", "d.weight", "d.bias"], "logits", {}),
  ];
  const network = new Network(parseModel(model([1, 28, 28], nodes, constants)));
  return { network, activations: network.run(seven()) };
}

/** Every number of an output, or `most` of them, evenly chosen. */
export function unitsOf({ activations }: Ready, output: string, most = 40) {
  const [count = 1, height = 1, width = 1] = activations.get(output)!.shape;
  const size = count * height * width;
  const step = Math.max(1, Math.floor(size / most));
  return Array.from({ length: Math.ceil(size / step) }, (_, i) => {
    const at = (i * step + (i % 3)) % size;
    const channel = Math.floor(at / (height * width));
    return { output, channel, row: Math.floor(at / width) % height, column: at % width };
  });
}
