/** From scores to probabilities, step by step. */

export interface Softmax {
  temperature: number;
  /** Scores over the temperature. */
  cooled: number[];
  /** e to the power of each. */
  powers: number[];
  /** Of the powers. */
  sum: number;
  probabilities: number[];
}

/** Softmax at a temperature (Guo et al. 2017), as plain as in the formula. */
export function softmax(logits: ArrayLike<number>, temperature: number): Softmax {
  const cooled = Array.from(logits, (logit) => logit / temperature);
  const powers = cooled.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return { temperature, cooled, powers, sum, probabilities: powers.map((power) => power / sum) };
}
