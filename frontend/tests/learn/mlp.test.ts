import { expect, test } from "vitest";
import { backward, crossEntropy, forward, freshMlp, type Mlp, stepped } from "../../src/learn/mlp";
import { softmax } from "../../src/learn";

const mlp = freshMlp(3, [6, 5, 4, 11]);
const picture = Float32Array.of(0, 0.2, 0.9, 1, 0, 0.5);
const loss = (network: Mlp): number => crossEntropy(forward(network, picture).logits, 7).loss;

/** The network with one parameter moved. */
function moved(layer: number, part: "weight" | "bias", place: number, by: number): Mlp {
  return mlp.map((each, i) => {
    if (i !== layer) return each;
    return { ...each, [part]: each[part].map((value, k) => (k === place ? value + by : value)) };
  });
}

test("every slope is what small steps find", () => {
  const run = forward(mlp, picture);
  const gradients = backward(mlp, run, crossEntropy(run.logits, 7).slope);
  const step = 1 / 256;
  for (const [layer, found] of gradients.entries()) {
    for (const part of ["weight", "bias"] as const) {
      for (let place = 0; place < found[part].length; place++) {
        const rise = loss(moved(layer, part, place, step)) - loss(moved(layer, part, place, -step));
        expect(found[part][place]).toBeCloseTo(rise / (2 * step), 2);
      }
    }
  }
});

test("a small step lowers the loss", () => {
  const run = forward(mlp, picture);
  const gradients = backward(mlp, run, crossEntropy(run.logits, 7).slope);
  expect(loss(stepped(mlp, gradients, 0.05))).toBeLessThan(loss(mlp));
});

test("a seed gives the same network, another seed another", () => {
  expect(freshMlp(3, [6, 5, 11])).toEqual(freshMlp(3, [6, 5, 11]));
  expect(freshMlp(4, [6, 5, 11])).not.toEqual(freshMlp(3, [6, 5, 11]));
});

test("probabilities sum to 1 however large the scores are", () => {
  const probabilities = softmax(Float32Array.of(1000, 999, -1000));
  expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
  expect(crossEntropy(Float32Array.of(1000, 0), 1).loss).toBe(1000);
});
