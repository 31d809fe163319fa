/** The operators that a network may be made of: https://onnx.ai/onnx/operators/. */

import { convolution } from "./convolve";
import { list, outputSize } from "./window";
import { type Attributes, expect, type Operation, type Tensor } from "./types";

/** Makes an operation of a node's attributes and constants. */
type Maker = (attributes: Attributes, weights?: Tensor, bias?: Tensor) => Operation;

export const OPERATORS = new Map<string, Maker>([
  ["Add", () => add],
  ["Conv", convolution],
  ["Flatten", () => (input) => ({ data: input.data, shape: [input.data.length] })],
  ["Gemm", dense],
  ["GlobalAveragePool", () => averagePool],
  ["MaxPool", maxPool],
  ["Relu", () => relu],
]);

function relu({ data, shape }: Tensor): Tensor {
  const output = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) output[i] = data[i] > 0 ? data[i] : 0;
  return { data: output, shape };
}

function add(a: Tensor, b: Tensor): Tensor {
  expect(`${a.shape}` === `${b?.shape}`, `Add got [${a.shape}] and [${b?.shape}]: not the same`);
  return { data: a.data.map((value, i) => value + b.data[i]), shape: a.shape };
}

function averagePool({ data, shape }: Tensor): Tensor {
  const [channels, height, width] = shape;
  expect(shape.length === 3, `GlobalAveragePool got [${shape}], expected [C, H, W]`);
  const pixels = height * width;
  const means = new Float32Array(channels);
  for (let i = 0; i < data.length; i++) means[Math.floor(i / pixels)] += data[i] / pixels;
  return { data: means, shape: [channels, 1, 1] };
}

function maxPool(attributes: Attributes): Operation {
  const [rows, columns] = list(attributes, "kernel_shape", [1, 1]);
  const [down, across] = list(attributes, "strides", [1, 1]);
  const [top, left] = list(attributes, "pads", [0, 0, 0, 0]);
  return ({ data, shape }) => {
    expect(shape.length === 3, `MaxPool got [${shape}], expected [C, H, W]`);
    const [channels, inHeight, inWidth] = shape;
    const [height, width] = outputSize(attributes, [inHeight, inWidth], [rows, columns]);
    const output = new Float32Array(channels * height * width).fill(-Infinity);
    for (let i = 0; i < output.length; i++) {
      const [y, x] = [(Math.floor(i / width) % height) * down - top, (i % width) * across - left];
      const first = Math.floor(i / (height * width)) * inHeight * inWidth;
      for (let row = Math.max(y, 0); row < Math.min(y + rows, inHeight); row++) {
        for (let column = Math.max(x, 0); column < Math.min(x + columns, inWidth); column++) {
          output[i] = Math.max(output[i], data[first + row * inWidth + column]);
        }
      }
    }
    return { data: output, shape: [channels, height, width] };
  };
}

function dense(attributes: Attributes, weights?: Tensor, bias?: Tensor): Operation {
  const { transA = 0, transB = 0, alpha = 1, beta = 1 } = attributes as Record<string, number>;
  expect(weights?.shape.length === 2 && !transA, "Gemm is not of an input with constant weights");
  const [inputs, outputs] = transB ? [...weights.shape].reverse() : weights.shape;
  const [along, across] = transB ? [1, inputs] : [outputs, 1];
  return ({ data, shape }) => {
    expect(`${shape}` === `${inputs}`, `Gemm got [${shape}], expected [${inputs}]`);
    const output = Float32Array.from({ length: outputs }, (_, i) => {
      const sum = data.reduce((sum, v, k) => sum + v * weights.data[i * across + k * along], 0);
      return alpha * sum + beta * (bias?.data[i] ?? 0);
    });
    return { data: output, shape: [outputs] };
  };
}
