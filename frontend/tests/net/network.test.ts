import { describe, expect, test } from "vitest";
import { Network, parseModel } from "../../src/net";
import { constant, model, node, type Settings } from "./onnx";

/** The output of one node with constants, for a picture of a shape. */
function run(
  op: string,
  shape: number[],
  image: number[],
  settings: Settings = {},
  constants: [string, number[], number[]][] = [],
) {
  const nodes = [node(op, ["image", ...constants.map(([name]) => name)], "logits", settings)];
  const stored = constants.map(([name, size, values]) => constant(name, size, values));
  const network = new Network(parseModel(model(shape, nodes, stored)));
  return network.run(Float32Array.from(image)).get("logits")!;
}

/** A convolution by its definition, to hold the fast one to. */
function convolve(
  image: number[],
  [channels, height, width]: number[],
  weights: number[],
  outputs: number,
  [kernel, stride, pad]: number[],
): number[] {
  const side = (size: number): number => Math.floor((size + 2 * pad - kernel) / stride) + 1;
  const sums: number[] = [];
  for (let o = 0; o < outputs; o++)
    for (let y = 0; y < side(height); y++)
      for (let x = 0; x < side(width); x++) {
        let sum = 0;
        for (let c = 0; c < channels; c++)
          for (let i = 0; i < kernel; i++)
            for (let j = 0; j < kernel; j++) {
              const [row, column] = [y * stride + i - pad, x * stride + j - pad];
              if (row < 0 || column < 0 || row >= height || column >= width) continue;
              const weight = weights[((o * channels + c) * kernel + i) * kernel + j];
              sum += weight * image[(c * height + row) * width + column];
            }
        sums.push(sum);
      }
  return sums;
}

/** Numbers by chance, the same in each run, a third of them 0. */
function numbers(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const value = Math.sin((i + 1) * 12.9898 * seed) * 43758.5453;
    return i % 3 ? value - Math.floor(value) - 0.5 : 0;
  });
}

describe("Conv", () => {
  test.each([
    { shape: [1, 6, 6], outputs: 4, window: [3, 1, 1] },
    { shape: [3, 7, 7], outputs: 5, window: [3, 2, 1] },
    { shape: [2, 5, 8], outputs: 3, window: [5, 1, 2] },
    { shape: [4, 3, 3], outputs: 8, window: [1, 1, 0] },
    { shape: [2, 9, 4], outputs: 1, window: [3, 3, 0] },
  ])("of $shape with window, stride and pad $window", ({ shape, outputs, window }) => {
    const [kernel, stride, pad] = window;
    const image = numbers(shape[0] * shape[1] * shape[2], 3);
    const weights = numbers(outputs * shape[0] * kernel * kernel, 7);
    const settings = { strides: [stride, stride], pads: [pad, pad, pad, pad] };
    const size = [outputs, shape[0], kernel, kernel];
    const found = run("Conv", shape, image, settings, [["w", size, weights]]);
    const expected = convolve(image, shape, weights, outputs, window);
    expect(found.data.length).toBe(expected.length);
    expected.forEach((value, i) => expect(found.data[i]).toBeCloseTo(value, 5));
  });

  test("adds the bias of each channel", () => {
    const bias: [string, number[], number[]] = ["b", [2], [10, 20]];
    const found = run("Conv", [1, 1, 2], [1, 2], {}, [["w", [2, 1, 1, 1], [1, -1]], bias]);
    expect([...found.data]).toEqual([11, 12, 19, 18]);
  });

  test.each([{ group: 2 }, { dilations: [2, 2] }, { auto_pad: "SAME_UPPER" }])(
    "with %o is refused",
    (settings) => {
      const weights: [string, number[], number[]] = ["w", [1, 1, 1, 1], [1]];
      expect(() => run("Conv", [1, 3, 3], numbers(9, 1), settings, [weights])).toThrow(
        "this runtime knows no auto_pad, ceil_mode, groups or dilations",
      );
    },
  );

  test("of another number of channels names both", () => {
    expect(() => run("Conv", [2, 3, 3], numbers(18, 1), {}, [["w", [1, 1, 1, 1], [1]]])).toThrow(
      "Conv got [2,3,3], expected [1, H, W]",
    );
  });
});

test("Relu keeps what is above 0", () => {
  expect([...run("Relu", [4], [-1, 0, 2, -0.5]).data]).toEqual([0, 0, 2, 0]);
});

test("MaxPool takes the largest of each window, none from outside", () => {
  const settings = { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 0, 0] };
  const found = run("MaxPool", [1, 3, 3], [-1, -2, -3, -4, -5, -6, -7, -8, -9], settings);
  expect(found).toEqual({ data: Float32Array.of(-1, -2, -4, -5), shape: [1, 2, 2] });
});

test("GlobalAveragePool takes the mean of each map", () => {
  const found = run("GlobalAveragePool", [2, 1, 2], [1, 3, 5, 9]);
  expect(found).toEqual({ data: Float32Array.of(2, 7), shape: [2, 1, 1] });
});

test("Gemm multiplies by its weights, turned or not", () => {
  const bias: [string, number[], number[]] = ["b", [2], [0.5, -0.5]];
  const weights: [string, number[], number[]] = ["w", [2, 3], [1, 2, 3, 4, 5, 6]];
  const turned = run("Gemm", [3], [1, 0, 2], { transB: 1 }, [weights, bias]);
  expect([...turned.data]).toEqual([7.5, 15.5]);
  const plain = run("Gemm", [3], [1, 0, 2], {}, [["w", [3, 2], [1, 2, 3, 4, 5, 6]], bias]);
  expect([...plain.data]).toEqual([11.5, 13.5]);
});

test("Flatten and Add take maps as they come", () => {
  const nodes = [node("Relu", ["image"], "a"), node("Add", ["image", "a"], "b")];
  const file = model([1, 2, 2], [...nodes, node("Flatten", ["b"], "logits")]);
  const activations = new Network(parseModel(file)).run(Float32Array.of(1, -2, 3, -4));
  expect(activations.get("logits")).toEqual({ data: Float32Array.of(2, -2, 6, -4), shape: [4] });
});

const SCALED = model(
  [2],
  [
    node("DequantizeLinear", ["levels", "scale"], "w", { axis: 0 }),
    node("Gemm", ["image", "w"], "logits", { transB: 1 }),
  ],
  [constant("levels", [2, 2], [127, -127, 10, 0], 3), constant("scale", [2], [0.5, 2])],
);

test("int8 weights are scaled by their output channel, once", () => {
  const network = new Network(parseModel(SCALED));
  expect(network.layers.map((layer) => layer.op)).toEqual(["Gemm"]);
  expect(network.layers[0].weights!.data).toEqual(Float32Array.of(63.5, -63.5, 20, 0));
  expect([...network.logits(network.run(Float32Array.of(1, 2)))]).toEqual([-63.5, 20]);
});

test("every layer's output is kept, and a later run leaves it alone", () => {
  const nodes = [
    node("Conv", ["image", "w"], "maps"),
    node("Relu", ["maps"], "ink"),
    node("Flatten", ["ink"], "logits"),
  ];
  const network = new Network(
    parseModel(model([1, 1, 2], nodes, [constant("w", [1, 1, 1, 1], [2])])),
  );
  const first = network.run(Float32Array.of(1, -1));
  expect([...first.keys()]).toEqual(["image", "maps", "ink", "logits"]);
  network.run(Float32Array.of(9, 9));
  expect([...first.get("maps")!.data]).toEqual([2, -2]);
  expect([...first.get("logits")!.data]).toEqual([2, 0]);
});

test("an unknown operator is named with those that are known", () => {
  const file = model([1], [node("Softmax", ["image"], "logits")]);
  expect(() => new Network(parseModel(file))).toThrow(
    "unknown operator 'Softmax' in 'Softmax of image'; known: Add, Conv, Flatten, Gemm",
  );
});

test("an input that nothing writes is named", () => {
  const network = new Network(parseModel(model([1], [node("Relu", ["ghost"], "logits")])));
  expect(() => network.run(Float32Array.of(1))).toThrow("no operator writes 'ghost'");
});

test("a picture of another size is refused", () => {
  expect(() => run("Relu", [1, 28, 28], [1, 2, 3])).toThrow("a picture has 3 pixels, expected 784");
});
