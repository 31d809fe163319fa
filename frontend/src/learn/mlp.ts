/**
 * A network of dense layers that learns, as `tenfold.models.mlp_scratch` is: 784 pixels, 256 and
 * 128 units with Relu, 11 scores.
 */

import { normal, random } from "./random";

/** y = W x + b; `weight` is (outputs, inputs), row by row. */
export interface Dense {
  name: string;
  inputs: number;
  outputs: number;
  weight: Float32Array;
  bias: Float32Array;
}

/** Dense layers in a row, with a Relu behind each but the last. Never changed in place. */
export type Mlp = readonly Dense[];

export const SIZES = [784, 256, 128, 11];

/** What a network made of a picture: what entered each layer, and what each put out. */
export interface Forward {
  /** What enters each layer: the picture, then the units behind each Relu. */
  inputs: Float32Array[];
  /** The scores. */
  logits: Float32Array;
}

/** Slopes of the loss: by each layer's weights and biases, and by what entered it. */
export interface Gradient {
  weight: Float32Array;
  bias: Float32Array;
  input: Float32Array;
}

/** A fresh network; weights begin as He et al. 2015 advise, https://arxiv.org/abs/1502.01852. */
export function freshMlp(seed: number, sizes: readonly number[] = SIZES): Mlp {
  const draw = normal(random(seed));
  return sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i]!;
    const scale = Math.sqrt(2 / inputs);
    const weight = Float32Array.from({ length: outputs * inputs }, () => draw() * scale);
    const bias = new Float32Array(outputs);
    return { name: `dense${i + 1}`, inputs, outputs, weight, bias };
  });
}

export function forward(mlp: Mlp, picture: Float32Array): Forward {
  const inputs = [picture];
  for (const layer of mlp) inputs.push(dense(layer, inputs.at(-1)!, layer !== mlp.at(-1)));
  const logits = inputs.pop()!;
  return { inputs, logits };
}

function dense({ weight, bias, inputs, outputs }: Dense, x: Float32Array, isRelu: boolean) {
  const used = [...x.keys()].filter((k) => x[k] !== 0);
  return Float32Array.from({ length: outputs }, (_, i) => {
    let sum = bias[i]!;
    for (const k of used) sum += weight[i * inputs + k]! * x[k]!;
    return isRelu && sum < 0 ? 0 : sum;
  });
}

export function softmax(logits: Float32Array): Float32Array {
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** -log(probability of the label), and its slope by the scores: the probabilities, less 1 there. */
export function crossEntropy(
  logits: Float32Array,
  label: number,
): { loss: number; slope: Float32Array } {
  const slope = softmax(logits);
  const top = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - top), 0);
  slope[label]! -= 1;
  return { loss: Math.log(sum) + top - logits[label]!, slope };
}

/** Back-propagation: the slope by the scores -> the slopes of every layer, the first one first. */
export function backward(mlp: Mlp, { inputs }: Forward, slope: Float32Array): Gradient[] {
  const found: Gradient[] = [];
  let at = slope;
  for (let place = mlp.length - 1; place >= 0; place--) {
    const x = inputs[place]!;
    found.unshift(share(mlp[place]!, x, at));
    // What passed a Relu at 0 did not count. The picture went through none.
    const { input } = found[0]!;
    at = place > 0 ? input.map((value, k) => (x[k]! > 0 ? value : 0)) : input;
    found[0]!.input = at;
  }
  return found;
}

function share({ weight, inputs, outputs }: Dense, x: Float32Array, at: Float32Array): Gradient {
  const gradient = new Float32Array(weight.length);
  const input = new Float64Array(inputs);
  for (let i = 0; i < outputs; i++) {
    const each = at[i]!;
    if (each === 0) continue;
    for (let k = 0, w = i * inputs; k < inputs; k++, w++) {
      gradient[w] = each * x[k]!;
      input[k]! += each * weight[w]!;
    }
  }
  return { weight: gradient, bias: at, input: Float32Array.from(input) };
}

/** The network after one step down the slopes: each parameter less learningRate x its slope. */
export function stepped(mlp: Mlp, gradients: readonly Gradient[], learningRate: number): Mlp {
  return mlp.map((layer, i) => {
    const { weight, bias } = gradients[i]!;
    return {
      ...layer,
      weight: layer.weight.map((value, k) => value - learningRate * weight[k]!),
      bias: layer.bias.map((value, k) => value - learningRate * bias[k]!),
    };
  });
}
