/** Every number behind a mark, to compute further with, or to check the page by. */

import type { Item } from "../draw/items";
import type { Context } from "./view";

/** The picture (28 x 28, 1 = ink), each layer's output in graph order, and what follows from it. */
export function numbersOf({ network, card }: Pick<Context, "network" | "card">, item: Item) {
  return {
    model: card.name,
    picture: Array.from(item.picture),
    layers: network.layers.map(({ op, output }) => {
      const { data, shape } = item.activations.get(output)!;
      return { output, operator: op, shape, values: Array.from(data) };
    }),
    temperature: card.temperature,
    probabilities: item.probabilities,
  };
}
