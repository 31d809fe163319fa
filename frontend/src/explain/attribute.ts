/** Which ink speaks for a class, and which against it: parts that sum to the score. */

import type { Activations, Network } from "../net";
import { backward, pictureName } from "./backward";

/** What makes up the score of one class: `blank` and all of `pixels` sum to `score`. */
export interface Attribution {
  /** 0..9, or 10 for 'not a digit'. */
  of: number;
  /** (28 * 28): what the ink of each pixel adds (or, below 0, takes away). */
  pixels: Float32Array;
  /** What the network gives the class for an empty sheet. */
  blank: number;
  score: number;
}

/** Explains a network's scores by comparing a picture with an empty sheet. */
export class Attributor {
  private readonly blank: Activations;

  constructor(private readonly network: Network) {
    this.blank = network.run(new Float32Array(784));
  }

  /**
   * Split the score of a class over the pixels.
   *
   * The method is DeepLIFT's Rescale rule (Shrikumar et al. 2017, https://arxiv.org/abs/1704.02685)
   * against an empty sheet: exact, in one pass back. A pixel without ink gets nothing.
   *
   * @param run - of the picture, by the same network.
   * @param of - the class, 0..10.
   */
  attribute(run: Activations, of: number): Attribution {
    const seed = Float64Array.from({ length: 11 }, (_, i) => (i === of ? 1 : 0));
    const multipliers = backward(this.network.layers, seed, run, this.blank);
    const name = pictureName(run);
    const [ink, each] = [run.get(name)!.data, multipliers.get(name)!];
    return {
      of,
      pixels: ink.map((value, i) => value * each[i]!),
      blank: this.network.logits(this.blank)[of]!,
      score: this.network.logits(run)[of]!,
    };
  }
}

/** Sum of what speaks for a class and of what speaks against it. */
export function sides(pixels: Float32Array): { plus: number; minus: number } {
  let [plus, minus] = [0, 0];
  for (const value of pixels) {
    if (value > 0) plus += value;
    else minus += value;
  }
  return { plus, minus };
}
