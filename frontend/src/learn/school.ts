/** A network's first schooling: a few rounds over varied drawings of the ten digits. */

import type { Mlp } from "./mlp";
import { random } from "./random";
import { type Example, trained } from "./train";
import { type Lines, varied } from "./vary";

const HANDS = 8;
const ROUNDS = 5;
const BATCH = 8;
const LEARNING_RATE = 0.15;

/**
 * Draw each digit by some hands; a generator, for it takes a while.
 *
 * @param digits - the lines of 0 to 9.
 * @param first - the seed of the first hand: other seeds, other hands.
 */
export function* drawAll(
  digits: readonly Lines[],
  first: number,
  hands = HANDS,
): Generator<void, Example[]> {
  const examples: Example[] = [];
  for (let hand = 0; hand < hands; hand++) {
    for (const [label, lines] of digits.entries()) {
      examples.push({ picture: varied(lines, first + 10 * hand + label), label });
      yield;
    }
  }
  return examples;
}

/** Train on the examples; yields after each batch. */
export function* school(start: Mlp, examples: readonly Example[]): Generator<void, Mlp> {
  const uniform = random(1);
  let mlp = start;
  for (let round = 0; round < ROUNDS; round++) {
    const mixed = examples
      .map((example) => ({ example, order: uniform() }))
      .sort((a, b) => a.order - b.order)
      .map(({ example }) => example);
    for (let from = 0; from < mixed.length; from += BATCH) {
      ({ mlp } = trained(mlp, mixed.slice(from, from + BATCH), LEARNING_RATE));
      yield;
    }
  }
  return mlp;
}
