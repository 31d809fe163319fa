/** Logits -> probabilities that mean what they say -> one digit or several. */

export const NOT_A_DIGIT = 10;

/** Softmax at the temperature that held-out sources called for (Guo et al. 2017). */
export function calibrate(logits: Float32Array, temperature: number): number[] {
  const top = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp((logit - top) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * Judge whether marks that touch no other belong together, by how well each way reads.
 *
 * @returns whether one digit is at least as likely as the parts are on (geometric) average.
 */
export function isOneDigit(joined: number[], parts: number[][]): boolean {
  const surest = (row: number[]): number => Math.log(Math.max(...row.slice(0, NOT_A_DIGIT)) + 1e-9);
  return surest(joined) >= parts.reduce((sum, row) => sum + surest(row), 0) / parts.length;
}
