/** The marks on a picture in reading order: digits, and what was seen and is none. */

import type { Box, ReadItem } from "./types";

export interface Mark {
  box: Box;
  /** What it was read as; null where it is no digit. */
  value: number | null;
  confidence: number;
  isSure: boolean;
  /** The next guess, 10 where that is 'not a digit', and its probability. */
  next: number;
  nextShare: number;
  /** Which number it belongs to; -1 for none. */
  number: number;
}

export const NOT_A_DIGIT = 10;

/** Digits in their order; what is no digit stands after the last digit that it follows on the page. */
export function marksOf(item: ReadItem): Mark[] {
  const digits: Mark[] = item.digits.map((row) => ({
    box: [row[2], row[3], row[4], row[5]],
    value: row[0],
    confidence: row[1],
    isSure: row[6] === 1,
    next: row[7],
    nextShare: row[8],
    number: row[9],
  }));
  for (const box of item.rejected) {
    const mark = {
      box,
      value: null,
      confidence: 0,
      isSure: false,
      next: 0,
      nextShare: 0,
      number: -1,
    };
    const at = digits.findLastIndex((one) => isBefore(one.box, box));
    digits.splice(at + 1, 0, mark);
  }
  return digits;
}

/** Whether a stands before b: on a line above, or to its left on the same line. */
function isBefore(a: Box, b: Box): boolean {
  if (a[1] + a[3] <= b[1]) return true;
  return a[1] < b[1] + b[3] && a[0] + a[2] / 2 <= b[0] + b[2] / 2;
}

/** The text that these values make: digits of a number together, a space between numbers. */
export function textFrom(marks: readonly Mark[], values: readonly (number | null)[]): string {
  let text = "";
  let last: number | null = null;
  for (const [at, mark] of marks.entries()) {
    const value = values[at];
    if (value === null || value === undefined) continue;
    if (last !== null && (mark.number !== last || mark.number === -1)) text += " ";
    text += String(value);
    last = mark.number;
  }
  return text;
}

/** Which mark to look at first: the least sure. */
export function weakest(marks: readonly Mark[]): number {
  let at = 0;
  for (const [index, mark] of marks.entries())
    if (mark.confidence < marks[at]!.confidence) at = index;
  return at;
}

/** Neighbouring boxes that overlap meet at the midline. */
export function parted(boxes: readonly Box[]): Box[] {
  const made = boxes.map((box) => [...box] as Box);
  for (const [index, a] of made.entries()) {
    for (const b of made.slice(index + 1)) {
      const [left, right] = a[0] + a[2] / 2 <= b[0] + b[2] / 2 ? [a, b] : [b, a];
      const over = left[0] + left[2] - right[0];
      const inLine = left[1] < right[1] + right[3] && right[1] < left[1] + left[3];
      if (!inLine || over <= 0 || over > Math.min(left[2], right[2]) / 2) continue;
      left[2] -= over / 2;
      right[0] += over / 2;
      right[2] -= over / 2;
    }
  }
  return made;
}
