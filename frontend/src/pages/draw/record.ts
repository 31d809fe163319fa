/** What is kept of a drawing: its reading as JSON, with what a person put right in it. */

import { toJson, type BrowserReading } from "../../reading";
import type { Named } from "./file-keeper";
import { NOT_A_DIGIT, startsNumber, type Item } from "./items";

/** Of each mark by its place in the items: 0 to 9, or 10 for 'not a digit'. */
export type Corrections = ReadonlyMap<number, number>;

export interface Record {
  reading: unknown;
  /** The whole text as it should be; null where nothing was corrected. */
  corrected: string | null;
  /** What the network saw of each corrected mark, and what it is. */
  marks: Named[];
}

/** Make the record of a reading; `corrected` stands in each digit, and in what was rejected. */
export function recordOf(
  reading: BrowserReading,
  items: readonly Item[],
  corrections: Corrections,
): Record {
  const json = toJson(reading);
  for (const [index, value] of corrections) {
    const box = items[index]!.box.join();
    const marks = [...json.numbers.flatMap((number) => number.digits), ...json.rejected];
    const mark = marks.find((one) => one.box.join() === box);
    if (mark) Object.assign(mark, { corrected: value === NOT_A_DIGIT ? null : value });
  }
  const corrected = corrections.size > 0 ? correctedText(items, corrections) : null;
  const marks = [...corrections].map(([i, value]) => ({ value, picture: items[i]!.picture }));
  return { reading: json, corrected, marks };
}

/** The answer as it should be: numbers parted by spaces, what is no digit left out. */
export function correctedText(items: readonly Item[], corrections: Corrections): string {
  let text = "";
  items.forEach((item, i) => {
    const value = corrections.get(i) ?? item.value ?? NOT_A_DIGIT;
    if (startsNumber(items, i)) text += " ";
    if (value !== NOT_A_DIGIT) text += value;
  });
  return text.split(" ").filter(Boolean).join(" ");
}
