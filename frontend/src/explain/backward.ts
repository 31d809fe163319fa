/** Backwards through a whole network, from its scores to the picture. */

import { type Activations, type Layer, ModelError } from "../net";
import { type Pair, passBack } from "./layers";

/**
 * Find how much each layer's output, and each pixel, counts for a weighted sum of the scores.
 *
 * Without `before` these are slopes: the gradient by back-propagation. With it they are DeepLIFT's
 * multipliers: times how far a value moved since the other run, they sum to how far the weighted
 * sum moved.
 *
 * @param seed - (11): how much each score counts.
 * @param now - the run to explain.
 * @param before - another run of the same network, to compare with.
 * @returns multipliers under the names of the activations, those of the picture included.
 * @throws ModelError where the network has an operator without a way back.
 */
export function backward(
  layers: readonly Layer[],
  seed: ArrayLike<number>,
  now: Activations,
  before?: Activations,
): Map<string, Float64Array> {
  const found = new Map<string, Float64Array>();
  found.set(layers.at(-1)!.output, Float64Array.from(seed));
  for (const layer of [...layers].reverse()) {
    const at = found.get(layer.output);
    if (!at) continue; // nothing that counts comes from it
    const output = pairOf(layer.output, now, before);
    for (const name of layer.inputs) {
      const back = passBack(layer, at, pairOf(name, now, before), output);
      const known = found.get(name);
      found.set(name, known ? known.map((value, i) => value + back[i]!) : back);
    }
  }
  return found;
}

function pairOf(name: string, now: Activations, before?: Activations): Pair {
  const [here, there] = [now.get(name), before?.get(name)];
  if (!here || (before && !there)) throw new ModelError(`the run holds no '${name}'`);
  return there ? { now: here, before: there } : { now: here };
}

/** The name under which a run holds the picture: its first. */
export const pictureName = (run: Activations): string => run.keys().next().value!;
