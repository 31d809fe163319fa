import { ModelError } from "../net";

/** What the reader needs of a model's card. */
export interface ModelCard {
  name: string;
  classes: string[];
  /** By which logits are divided so that probabilities mean what they say. */
  temperature: number;
  /** Least accepted probability by promised share of errors. */
  thresholds: Record<string, number>;
}

const CLASSES = [..."0123456789", "not a digit"];

/**
 * Check a card that came as JSON.
 *
 * @throws ModelError where an entry that the reader needs is missing or of no use.
 */
export function checkCard(entries: unknown): ModelCard {
  const card = entries as ModelCard | null;
  if (typeof card !== "object" || card === null || typeof card.name !== "string") {
    throw new ModelError("the model's card is no card");
  }
  if (`${card.classes}` !== `${CLASSES}`) {
    throw new ModelError(`the card has classes ${card.classes}, expected ${CLASSES}`);
  }
  if (!(Number.isFinite(card.temperature) && card.temperature > 0)) {
    throw new ModelError(`the card has temperature ${card.temperature}, expected more than 0`);
  }
  return card;
}

/**
 * Probability from which on a digit is accepted, for a promised rate of errors.
 *
 * A rate between two of the card takes the stricter one, so that the promise holds.
 *
 * @throws ModelError where the model promises no rate that low.
 */
export function thresholdFor(card: ModelCard, errorRate: number): number {
  const kept = Object.keys(card.thresholds ?? {}).filter((rate) => Number(rate) <= errorRate);
  if (!kept.length) throw new ModelError(`the model promises no error rate of ${errorRate}`);
  return card.thresholds[kept.reduce((a, b) => (Number(b) > Number(a) ? b : a))];
}
