/** Backwards through one layer: what it passes on to its inputs of what stands at its output. */

import { type Layer, ModelError, type Tensor } from "../net";

/** A layer's input or output: as it is, and as it was for the picture it is compared with. */
export interface Pair {
  now: Tensor;
  /** Absent where slopes are asked for, not differences. */
  before?: Tensor;
}

type Rule = (layer: Layer, at: Float64Array, input: Pair, output: Pair) => Float64Array;

/** Differences smaller than this are no ground to divide by: the slope stands in for them. */
const LEAST = 1e-7;

const RULES: Record<string, Rule> = {
  Add: (_, at) => at,
  Conv: convolution,
  Flatten: (_, at) => at,
  Gemm: dense,
  GlobalAveragePool: averagePool,
  MaxPool: maxPool,
  Relu: relu,
};

/**
 * Pass multipliers on from a layer's output to one of its inputs; an Add gives each the same.
 *
 * Linear layers pass on by their weights. Relu and MaxPool pass on their slope, or, where there is
 * a run to compare with, how far they moved for how far their input moved: the Rescale rule of
 * DeepLIFT (Shrikumar et al. 2017, https://arxiv.org/abs/1704.02685).
 *
 * @throws ModelError where the operator is not one of net's.
 */
export function passBack(layer: Layer, at: Float64Array, input: Pair, output: Pair): Float64Array {
  const rule = RULES[layer.op];
  if (!rule) throw new ModelError(`'${layer.op}' has no way back`);
  return rule(layer, at, input, output);
}

function relu(_: Layer, at: Float64Array, input: Pair, output: Pair): Float64Array {
  return at.map((multiplier, i) => {
    const slope = output.now.data[i]! > 0 ? 1 : 0;
    if (multiplier === 0 || !input.before || !output.before) return multiplier * slope;
    const moved = input.now.data[i]! - input.before.data[i]!;
    if (Math.abs(moved) < LEAST) return multiplier * slope;
    return (multiplier * (output.now.data[i]! - output.before.data[i]!)) / moved;
  });
}

function dense({ attributes, weights }: Layer, at: Float64Array, input: Pair): Float64Array {
  const { transB = 0, alpha = 1 } = attributes as Record<string, number>;
  const inputs = input.now.data.length;
  const [along, across] = transB ? [1, inputs] : [at.length, 1];
  const back = new Float64Array(inputs);
  for (let i = 0; i < at.length; i++) {
    const share = alpha * at[i]!;
    if (share === 0) continue;
    for (let k = 0; k < inputs; k++) back[k]! += share * weights!.data[i * across + k * along]!;
  }
  return back;
}

function averagePool(_: Layer, at: Float64Array, input: Pair): Float64Array {
  const pixels = input.now.data.length / at.length;
  const back = new Float64Array(input.now.data.length);
  for (let i = 0; i < back.length; i++) back[i] = at[Math.floor(i / pixels)]! / pixels;
  return back;
}

function convolution(layer: Layer, at: Float64Array, input: Pair, output: Pair): Float64Array {
  const { data: weights, shape } = layer.weights!;
  const [channels, height, width] = input.now.shape as [number, number, number];
  const [top, left, bottom, right] = numbers(layer, "pads", [0, 0, 0, 0]);
  const [down, across] = numbers(layer, "strides", [1, 1]);
  const [tall, wide] = [height + top! + bottom!, width + left! + right!];
  const size = weights.length / shape[0]!;
  const steps = stepsOf(shape, tall, wide);
  const border = new Float64Array(channels * tall * wide);
  const [, rows, columns] = output.now.shape as [number, number, number];
  for (let i = 0; i < at.length; i++) {
    const share = at[i]!;
    if (share === 0) continue;
    const pixel = i % (rows * columns);
    const first = Math.floor(pixel / columns) * down! * wide + (pixel % columns) * across!;
    const from = Math.floor(i / (rows * columns)) * size;
    for (let k = 0; k < size; k++) border[first + steps[k]!]! += share * weights[from + k]!;
  }
  return inner(border, [channels, height, width], [top!, left!], [tall, wide]);
}

/** How far each weight of an output channel is from the first, on maps with their borders. */
function stepsOf([, channels, rows, columns]: number[], tall: number, wide: number): Int32Array {
  return Int32Array.from({ length: channels! * rows! * columns! }, (_, k) => {
    const [channel, row] = [Math.floor(k / (rows! * columns!)), Math.floor(k / columns!) % rows!];
    return (channel * tall + row) * wide + (k % columns!);
  });
}

/** Take the borders off maps. */
function inner(
  border: Float64Array,
  [channels, height, width]: [number, number, number],
  [top, left]: [number, number],
  [tall, wide]: [number, number],
): Float64Array {
  const back = new Float64Array(channels * height * width);
  for (let row = 0; row < channels * height; row++) {
    const channel = Math.floor(row / height);
    const from = (channel * tall + top + (row % height)) * wide + left;
    back.set(border.subarray(from, from + width), row * width);
  }
  return back;
}

function maxPool(layer: Layer, at: Float64Array, input: Pair, output: Pair): Float64Array {
  const back = new Float64Array(input.now.data.length);
  const winners = winnersOf(layer, input.now, output.now);
  const losers = input.before ? winnersOf(layer, input.before, output.now) : null;
  for (let i = 0; i < at.length; i++) {
    const winner = winners[i]!;
    if (!losers || !input.before || !output.before) {
      back[winner]! += at[i]!;
      continue;
    }
    // What the output moved, in two steps: up to the higher of both maxima at the place where it
    // is now, and down from it at the place where it was.
    const [now, before] = [output.now.data[i]!, output.before.data[i]!];
    const higher = Math.max(now, before);
    const share = (place: number, moved: number): void => {
      const own = input.now.data[place]! - input.before!.data[place]!;
      if (Math.abs(own) >= LEAST) back[place]! += (at[i]! * moved) / own;
    };
    share(winner, higher - before);
    share(losers[i]!, now - higher);
  }
  return back;
}

/** Where the largest value under each window stands. */
function winnersOf(layer: Layer, { data, shape }: Tensor, output: Tensor): Int32Array {
  const [rows, columns] = numbers(layer, "kernel_shape", [1, 1]) as [number, number];
  const [down, across] = numbers(layer, "strides", [1, 1]) as [number, number];
  const [top, left] = numbers(layer, "pads", [0, 0, 0, 0]) as [number, number];
  const [, high, broad] = shape as [number, number, number];
  const [, height, width] = output.shape as [number, number, number];
  return Int32Array.from({ length: output.data.length }, (_, i) => {
    const [y, x] = [(Math.floor(i / width) % height) * down - top, (i % width) * across - left];
    const first = Math.floor(i / (height * width)) * high * broad;
    let best = -1;
    for (let row = Math.max(y, 0); row < Math.min(y + rows, high); row++) {
      for (let column = Math.max(x, 0); column < Math.min(x + columns, broad); column++) {
        const place = first + row * broad + column;
        if (best < 0 || data[place]! > data[best]!) best = place;
      }
    }
    return best;
  });
}

function numbers({ attributes }: Layer, name: string, usual: number[]): number[] {
  return (attributes[name] as number[] | undefined) ?? usual;
}
