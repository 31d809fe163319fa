/** Training in the browser: steps on one picture, or on a few. */

import { backward, crossEntropy, forward, type Gradient, type Mlp, stepped } from "./mlp";

export interface Example {
  /** (28 * 28) in 0..1, 1 = ink. */
  picture: Float32Array;
  /** 0..10. */
  label: number;
}

/** All that happens in one step of training. */
export interface Lesson {
  before: { logits: Float32Array; loss: number };
  /** Slope of the loss by the scores. */
  slope: Float32Array;
  /** What entered each layer. */
  inputs: Float32Array[];
  gradients: Gradient[];
  after: { logits: Float32Array; loss: number };
  /** The network after the step. */
  mlp: Mlp;
}

/** One step of gradient descent on one picture, with everything on the way. */
export function lesson(mlp: Mlp, { picture, label }: Example, learningRate: number): Lesson {
  const run = forward(mlp, picture);
  const { loss, slope } = crossEntropy(run.logits, label);
  const gradients = backward(mlp, run, slope);
  const next = stepped(mlp, gradients, learningRate);
  const { logits } = forward(next, picture);
  const after = { logits, loss: crossEntropy(logits, label).loss };
  return {
    before: { logits: run.logits, loss },
    slope,
    inputs: run.inputs,
    gradients,
    after,
    mlp: next,
  };
}

/**
 * One step on the mean slope over some pictures.
 *
 * @returns the network after it, and the mean loss and how many were right before it.
 */
export function trained(
  mlp: Mlp,
  examples: readonly Example[],
  learningRate: number,
): { mlp: Mlp; loss: number; right: number } {
  let sum: Gradient[] | null = null;
  let [loss, right] = [0, 0];
  for (const { picture, label } of examples) {
    const run = forward(mlp, picture);
    const found = crossEntropy(run.logits, label);
    loss += found.loss / examples.length;
    right += Number(run.logits.indexOf(Math.max(...run.logits)) === label);
    const gradients = backward(mlp, run, found.slope);
    if (sum) add(sum, gradients);
    else sum = gradients;
  }
  return { mlp: sum ? stepped(mlp, sum, learningRate / examples.length) : mlp, loss, right };
}

function add(to: Gradient[], more: readonly Gradient[]): void {
  to.forEach(({ weight, bias }, i) => {
    const other = more[i]!;
    for (let k = 0; k < weight.length; k++) weight[k]! += other.weight[k]!;
    for (let k = 0; k < bias.length; k++) bias[k]! += other.bias[k]!;
  });
}
