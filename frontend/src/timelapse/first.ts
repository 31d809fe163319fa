/** The first layer of a network as maps that can be looked at. */

import type { Maps } from "../draw";
import type { Activations, Network, Tensor } from "../net";

const SIDE_PX = 28;

/** The first layer's weights: kernels, or whole pictures of a dense layer; null where they are none. */
export function firstWeights(network: Network): Maps | null {
  const weights = network.layers.find((layer) => layer.weights)?.weights;
  return weights ? mapsOf(weights) : null;
}

/** The first `most` of them. */
export function atMost(maps: Maps, most: number): Maps {
  const count = Math.min(most, maps.count);
  return { ...maps, count, data: maps.data.slice(0, count * maps.height * maps.width) };
}

/** How far weights have come since others of the same network. */
export function moved(now: Maps, before: Maps): Maps {
  return { ...now, data: now.data.map((value, i) => value - before.data[i]!) };
}

/** Weights of one input channel as maps; null where they are none that a person could see. */
export function mapsOf({ data, shape }: Tensor): Maps | null {
  const isSigned = true;
  if (shape.length === 4) {
    const [count, channels, height, width] = shape as [number, number, number, number];
    return channels === 1 ? { data, count, height, width, isSigned } : null;
  }
  const [rows, columns] = shape as [number, number];
  const form = { height: SIDE_PX, width: SIDE_PX, isSigned };
  if (columns === SIDE_PX ** 2) return { data, count: rows, ...form };
  if (rows !== SIDE_PX ** 2) return null;
  // Weights that stand input by input: turned, so that each unit's stand together.
  const turned = data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
  return { data: turned, count: columns, ...form };
}

/** What the first Relu let through: maps, or the units of a dense layer in a square. */
export function firstAnswers(network: Network, run: Activations): Maps | null {
  const layer = network.layers.find(({ op }) => op === "Relu");
  const found = layer && run.get(layer.output);
  if (!found) return null;
  const { data, shape } = found;
  if (shape.length === 3) {
    const [count, height, width] = shape as [number, number, number];
    return { data, count, height, width };
  }
  const width = Math.ceil(Math.sqrt(data.length));
  const height = Math.ceil(data.length / width);
  const filled = new Float32Array(width * height);
  filled.set(data);
  return { data: filled, count: 1, height, width };
}
