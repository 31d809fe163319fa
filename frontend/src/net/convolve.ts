import { type Attributes, expect, type Operation, type Tensor } from "./types";
import { list, outputSize } from "./window";

/** Where what lies in memory, which the size of the input decides. */
interface Plan {
  /** Shape of the output. */
  shape: number[];
  /** The input with zeros around it, and how wide one map of it is. */
  border: Float32Array;
  wide: number;
  /** Place in `border` of the first pixel under the window, for each output pixel. */
  places: Int32Array;
  /** How far from it each further weight of an output channel is. */
  steps: Int32Array;
}

/**
 * Convolution, where nearly all of a network's time goes.
 *
 * Two output pixels by four output channels are summed at a time, in doubles. What enters two
 * neighbouring pixels through one weight is skipped where both are 0: behind a Relu over half is.
 */
export function convolution(attributes: Attributes, weights?: Tensor, bias?: Tensor): Operation {
  expect(weights?.shape.length === 4, "Conv has no constant weights [M, C, H, W]");
  const [outputs, inputs] = weights.shape;
  const packed = pack(weights);
  const start = new Float64Array(packed.length / (weights.data.length / outputs));
  start.set(bias?.data ?? []);
  let plan: Plan | undefined;
  let planned: number[] = [];
  return ({ data, shape }) => {
    const fits = shape.length === 3 && shape[0] === inputs;
    expect(fits, `Conv got [${shape}], expected [${inputs}, H, W]`);
    if (!plan || `${planned}` !== `${shape}`) plan = planFor(attributes, shape, weights.shape);
    planned = shape;
    fillBorder(plan, data, shape, list(attributes, "pads", [0, 0, 0, 0]));
    const output = new Float32Array(outputs * plan.shape[1] * plan.shape[2]);
    multiply(plan, packed, start, output);
    return { data: output, shape: plan.shape };
  };
}

/** Weights of four output channels side by side: (M, K) -> (M / 4, K, 4), filled up with 0. */
function pack({ data, shape }: Tensor): Float64Array {
  const size = data.length / shape[0];
  const packed = new Float64Array(Math.ceil(shape[0] / 4) * 4 * size);
  for (let i = 0; i < data.length; i++) {
    const channel = Math.floor(i / size);
    packed[(channel - (channel % 4)) * size + (channel % 4) + 4 * (i % size)] = data[i];
  }
  return packed;
}

function planFor(attributes: Attributes, input: number[], weights: number[]): Plan {
  const [outputs, inputs, rows, columns] = weights;
  const [height, width] = outputSize(attributes, input.slice(1), [rows, columns]);
  const [top, left, bottom, right] = list(attributes, "pads", [0, 0, 0, 0]);
  const [down, across] = list(attributes, "strides", [1, 1]);
  const [tall, wide] = [input[1] + top + bottom, input[2] + left + right];
  const places = new Int32Array(height * width + ((height * width) % 2));
  for (let i = 0; i < height * width; i++) {
    places[i] = Math.floor(i / width) * down * wide + (i % width) * across;
  }
  const steps = Int32Array.from({ length: inputs * rows * columns }, (_, k) => {
    const [channel, row] = [Math.floor(k / (rows * columns)), Math.floor(k / columns) % rows];
    return (channel * tall + row) * wide + (k % columns);
  });
  const border = new Float32Array(inputs * tall * wide);
  return { shape: [outputs, height, width], border, wide, places, steps };
}

function fillBorder(
  { border, wide }: Plan,
  data: Float32Array,
  shape: number[],
  pads: number[],
): void {
  const [inputs, height, width] = shape;
  for (let row = 0; row < inputs * height; row++) {
    const channel = Math.floor(row / height);
    const to = (row + pads[0] + channel * (pads[0] + pads[2])) * wide + pads[1];
    for (let x = 0; x < width; x++) border[to + x] = data[row * width + x];
  }
}

/** Sum up what enters each output pixel, times its weights. */
function multiply(plan: Plan, weights: Float64Array, start: Float64Array, output: Float32Array) {
  const [size, pixels] = [plan.steps.length, plan.shape[1] * plan.shape[2]];
  const [entering, used] = [new Float64Array(2 * size), new Int32Array(size)];
  // From the last pixels to the first: where one is left over, what is written past the end of its
  // channel is the next one's beginning, which is still to come.
  for (let pixel = plan.places.length - 2; pixel >= 0; pixel -= 2) {
    const count = gather(plan, pixel, entering, used);
    for (let channel = 0; channel < start.length; channel += 4) {
      const first = channel * size;
      let a0 = start[channel];
      let b0 = start[channel + 1];
      let c0 = start[channel + 2];
      let d0 = start[channel + 3];
      let [a1, b1, c1, d1] = [a0, b0, c0, d0];
      for (let k = 0; k < count; k++) {
        const w = first + used[k];
        const e0 = entering[2 * k];
        const e1 = entering[2 * k + 1];
        a0 += weights[w] * e0;
        a1 += weights[w] * e1;
        b0 += weights[w + 1] * e0;
        b1 += weights[w + 1] * e1;
        c0 += weights[w + 2] * e0;
        c1 += weights[w + 2] * e1;
        d0 += weights[w + 3] * e0;
        d1 += weights[w + 3] * e1;
      }
      // A typed array passes over what lies beyond its end.
      const at = channel * pixels + pixel;
      output[at] = a0;
      output[at + 1] = a1;
      output[at + pixels] = b0;
      output[at + pixels + 1] = b1;
      output[at + 2 * pixels] = c0;
      output[at + 2 * pixels + 1] = c1;
      output[at + 3 * pixels] = d0;
      output[at + 3 * pixels + 1] = d1;
    }
  }
}

/** Collect what enters two output pixels; returns through how many weights anything does. */
function gather(plan: Plan, pixel: number, entering: Float64Array, used: Int32Array): number {
  const { border, places, steps } = plan;
  const [left, right] = [places[pixel], places[pixel + 1]];
  let count = 0;
  for (let k = 0; k < steps.length; k++) {
    const e0 = border[left + steps[k]];
    const e1 = border[right + steps[k]];
    if (e0 === 0 && e1 === 0) continue;
    entering[2 * count] = e0;
    entering[2 * count + 1] = e1;
    used[count++] = 4 * k;
  }
  return count;
}
