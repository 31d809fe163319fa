/** A check by experiment: cover a patch of the picture and see what the scores lose. */

import type { Network } from "../net";

/** Sides of the patch, and how far it moves at a time, in pixels. */
export const PATCH_PX = 4;
export const STEP_PX = 2;
/** Places of the patch in a row. */
export const PLACES = (28 - PATCH_PX) / STEP_PX + 1;

/** What covering costs: (11 * PLACES * PLACES), class by class, above 0 where the score falls. */
export type Losses = Float32Array;

/**
 * Cover each patch in turn with paper (Zeiler and Fergus 2014, https://arxiv.org/abs/1311.2901).
 *
 * A generator, so that who calls can stop in between: it yields after each run of the network.
 *
 * @param picture - (28 * 28) in 0..1, 1 = ink.
 */
export function* occlude(network: Network, picture: Float32Array): Generator<void, Losses> {
  const scores = network.logits(network.run(picture));
  const losses = new Float32Array(scores.length * PLACES * PLACES);
  for (let place = 0; place < PLACES * PLACES; place++) {
    const covered = cover(picture, Math.floor(place / PLACES), place % PLACES);
    if (!covered) continue; // paper over paper
    const left = network.logits(network.run(covered));
    scores.forEach((score, i) => (losses[i * PLACES * PLACES + place] = score - left[i]!));
    yield;
  }
  return losses;
}

/** The picture with a patch covered; null where there was no ink under it. */
function cover(picture: Float32Array, row: number, column: number): Float32Array | null {
  const covered = picture.slice();
  let ink = 0;
  for (let y = row * STEP_PX; y < row * STEP_PX + PATCH_PX; y++) {
    const from = y * 28 + column * STEP_PX;
    for (let i = from; i < from + PATCH_PX; i++) {
      ink += covered[i]!;
      covered[i] = 0;
    }
  }
  return ink > 0 ? covered : null;
}

/** Of one class, as a picture of 28 x 28: each pixel the mean over the patches that covered it. */
export function lossesOf(losses: Losses, of: number): Float32Array {
  const [sum, count] = [new Float32Array(784), new Float32Array(784)];
  for (let place = 0; place < PLACES * PLACES; place++) {
    const [top, left] = [Math.floor(place / PLACES) * STEP_PX, (place % PLACES) * STEP_PX];
    for (let i = 0; i < PATCH_PX * PATCH_PX; i++) {
      const pixel = (top + Math.floor(i / PATCH_PX)) * 28 + left + (i % PATCH_PX);
      sum[pixel]! += losses[of * PLACES * PLACES + place]!;
      count[pixel]! += 1;
    }
  }
  return sum.map((value, i) => value / count[i]!);
}

/** How far two pictures agree: their correlation over the pixels with ink, -1..1. */
export function agreement(a: Float32Array, b: Float32Array, ink: Float32Array): number {
  const at = [...ink.keys()].filter((i) => ink[i]! > 0);
  const mean = (of: Float32Array): number => at.reduce((sum, i) => sum + of[i]!, 0) / at.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const i of at) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
