/** Which known pictures a network sees as most alike. */

import type { Activations, Layer } from "../net";

/** What enters the layer that gives the scores: what the network has made of the picture. */
export function lastFeatures(layers: readonly Layer[], run: Activations): Float32Array {
  const head = layers.findLast((layer) => layer.op === "Gemm");
  const found = head && run.get(head.inputs[0]!);
  return found?.data ?? new Float32Array(0);
}

/**
 * Find the known pictures whose features lie nearest, the nearest first.
 *
 * @param features - (N, D), row by row.
 * @param query - (D).
 * @returns index and (Euclidean) distance of each.
 */
export function nearest(
  features: Float32Array,
  query: Float32Array,
  count: number,
): { index: number; distance: number }[] {
  const size = query.length;
  const all = Array.from({ length: size ? features.length / size : 0 }, (_, index) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (features[index * size + k]! - query[k]!) ** 2;
    return { index, distance: Math.sqrt(sum) };
  });
  return all.sort((a, b) => a.distance - b.distance).slice(0, count);
}
