/** Ways to lead a network astray: each takes a picture (28 * 28) in 0..1 and gives another. */

import type { Network } from "../net";
import { backward, pictureName } from "./backward";

const SIDE = 28;
const clip = (value: number): number => Math.min(Math.max(value, 0), 1);

/** The picture moved by whole pixels; what leaves it is gone. */
export function shifted(picture: Float32Array, right: number, down: number): Float32Array {
  return picture.map((_, i) => {
    const [x, y] = [(i % SIDE) - right, Math.floor(i / SIDE) - down];
    return x >= 0 && y >= 0 && x < SIDE && y < SIDE ? picture[y * SIDE + x]! : 0;
  });
}

/** Ink for paper and paper for ink. */
export const inverted = (picture: Float32Array): Float32Array => picture.map((value) => 1 - value);

/** @param chance - numbers of mean 0 and deviation 1. */
export function noisy(picture: Float32Array, amount: number, chance: () => number): Float32Array {
  return picture.map((value) => clip(value + amount * chance()));
}

const STEPS = 6;

/**
 * Nudge every pixel by at most `reach` so that the present answer loses most: steps along the sign
 * of the gradient (Madry et al. 2017, https://arxiv.org/abs/1706.06083). Yields after each step.
 */
export function* nudged(
  network: Network,
  picture: Float32Array,
  reach: number,
): Generator<void, Float32Array> {
  const first = network.run(picture);
  const scores = network.logits(first);
  const answer = scores.indexOf(Math.max(...scores));
  let found = picture;
  for (let step = 0; step < STEPS && reach > 0; step++) {
    const run = network.run(found);
    const now = network.logits(run);
    const rival = now.reduce(
      (best, v, i) => (i !== answer && (best < 0 || v > now[best]!) ? i : best),
      -1,
    );
    const seed = now.map((_, i) => (i === rival ? 1 : i === answer ? -1 : 0));
    const slope = backward(network.layers, seed, run).get(pictureName(run))!;
    found = found.map((value, i) => {
      const moved = value + Math.sign(slope[i]!) * (2 / STEPS) * reach;
      return clip(Math.min(Math.max(moved, picture[i]! - reach), picture[i]! + reach));
    });
    yield;
  }
  return found;
}
