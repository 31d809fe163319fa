/** Jobs of tests/parity for what the inside page adds: see main.ts. */

import { Attributor, backward, pictureName } from "../../src/explain";
import { freshMlp, lesson, type Mlp } from "../../src/learn";
import type { Network } from "../../src/net";
import { Timelapse } from "../../src/timelapse";

/** The networks, points and answers of a time-lapse, and what its networks make of pictures. */
export function timelapse(file: ArrayBuffer, pictures: Float32Array[]): object {
  const lapse = new Timelapse(file);
  return lapse.epochs.map((epoch, place) => {
    const network = lapse.network(place);
    const logits = pictures.map((picture) => [...network.logits(network.run(picture))]);
    return { epoch, logits, points: [...lapse.positions(place)], said: [...lapse.said(place)] };
  });
}

/** For each picture the slope and the attribution of each of the eleven scores. */
export function attributions(network: Network, pictures: Float32Array[]): object {
  const attributor = new Attributor(network);
  return pictures.map((picture) => {
    const run = network.run(picture);
    return [...Array(11).keys()].map((of) => {
      const seed = Float32Array.from({ length: 11 }, (_, i) => Number(i === of));
      const slope = backward(network.layers, seed, run).get(pictureName(run))!;
      const { pixels, blank, score } = attributor.attribute(run, of);
      return { slope: [...slope], pixels: [...pixels], blank, score };
    });
  });
}

const RATE = 0.1;

/** What a step of training on each picture does to a network with given weights. */
export function learned(weights: Float32Array, pictures: Float32Array[], labels: number[]): object {
  let at = 0;
  const take = (size: number): Float32Array => weights.slice(at, (at += size));
  const mlp: Mlp = freshMlp(1).map((layer) => ({
    ...layer,
    weight: take(layer.weight.length),
    bias: take(layer.bias.length),
  }));
  return pictures.map((picture, i) => {
    const found = lesson(mlp, { picture, label: labels[i]! }, RATE);
    const named = (parts: readonly { weight: Float32Array; bias: Float32Array }[]): object =>
      Object.fromEntries(
        parts.flatMap(({ weight, bias }, k) => [
          [`${mlp[k]!.name}.weight`, [...weight]],
          [`${mlp[k]!.name}.bias`, [...bias]],
        ]),
      );
    const { logits, loss } = found.before;
    const input = [...found.gradients[0]!.input];
    const [slopes, after] = [named(found.gradients), named(found.mlp)];
    return { logits: [...logits], loss, input, slopes, after };
  });
}
