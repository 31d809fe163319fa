/** A reading -> what the page shows of it: marks in reading order, each with its band. */

import type { BrowserDigit, BrowserReading, BrowserRejected, BoxRow } from "../../reading";
import type { Activations } from "../../net";

/** sure: accepted. again: a person should look. none: not a digit. */
export type Band = "sure" | "again" | "none";

/** The class after the ten digits. */
export const NOT_A_DIGIT = 10;

/** One mark on the pad. */
export interface Item {
  /** The digit it was read as; null where it is none. */
  value: number | null;
  band: Band;
  /** Eleven: of 0 to 9 and of 'not a digit'; they sum to 1. */
  probabilities: number[];
  /** In pixels of the ink map. */
  box: BoxRow;
  picture: Float32Array;
  activations: Activations;
  /** Which number of the reading it belongs to; -1 where it is no digit. */
  number: number;
}

/** All marks of a reading in reading order; what is no digit stands where it was drawn. */
export function itemsOf(reading: BrowserReading): Item[] {
  const items = reading.numbers.flatMap((number, i) => number.digits.map((d) => digit(d, i)));
  for (const rejected of reading.rejected)
    items.splice(placeOf(rejected.box, items), 0, none(rejected));
  return items;
}

const digit = (digit: BrowserDigit, number: number): Item => ({
  value: digit.value,
  band: digit.accepted ? "sure" : "again",
  probabilities: [...digit.probabilities, digit.not_a_digit],
  box: digit.box,
  picture: digit.picture,
  activations: digit.activations,
  number,
});

const none = (rejected: BrowserRejected): Item => ({
  value: null,
  band: "none",
  probabilities: [...rejected.probabilities, rejected.not_a_digit],
  box: rejected.box,
  picture: rejected.picture,
  activations: rejected.activations,
  number: -1,
});

/** Before the first mark that stands beside the box and to the right of it; else at the end. */
function placeOf([x, y, , height]: BoxRow, items: Item[]): number {
  const place = items.findIndex(
    ({ box }) => box[0] > x && box[1] < y + height && y < box[1] + box[3],
  );
  return place < 0 ? items.length : place;
}

/** Whether a mark begins another number than the digit before it stands in. */
export function startsNumber(items: readonly Item[], index: number): boolean {
  const { number } = items[index]!;
  const before = items.slice(0, index).findLast((item) => item.number >= 0);
  return number >= 0 && before !== undefined && before.number !== number;
}

/** Classes from the most to the least probable. */
export function ranked(probabilities: readonly number[]): number[] {
  return probabilities.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]!);
}

/** The class that the mark was shown as, and the next probable one. */
export function guesses(item: Item): { first: number; second: number } {
  const order = ranked(item.probabilities);
  const first = item.value ?? NOT_A_DIGIT;
  return { first, second: order.find((one) => one !== first)! };
}

/**
 * Which mark stays selected when the drawing changed.
 *
 * The one that is being drawn: the last whose picture was not there before. Where none is new, the
 * one that was selected; where that is gone, the last.
 */
export function follow(before: readonly Item[], now: readonly Item[], selected: number): number {
  const fresh = now.findLastIndex((item) => !before.some((old) => isSame(old, item)));
  if (fresh >= 0) return fresh;
  const old = before[selected];
  const kept = old ? now.findIndex((item) => isSame(old, item)) : -1;
  return kept >= 0 ? kept : now.length - 1;
}

const isSame = (a: Item, b: Item): boolean =>
  a.box.every((side, i) => side === b.box[i]) && a.picture.every((v, i) => v === b.picture[i]);
