/** What the page says. */

import { guesses, NOT_A_DIGIT, type Band, type Item } from "./items";

export const BANDS: Record<Band, string> = {
  sure: "Sure",
  again: "Look again",
  none: "Not a digit",
};

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** 'third digit'; 'digit 12' where no word is usual; '' where there is but one. */
export function which(index: number, count: number): string {
  if (count < 2) return "";
  const word = ORDINALS[index];
  return word ? `${word} digit` : `digit ${index + 1}`;
}

/** '4', 'not a digit'. */
export const className = (value: number): string =>
  value === NOT_A_DIGIT ? "not a digit" : String(value);

/** '71.4%'; what is not certain never says 100%, and nothing says 0.0%. */
export function percent(probability: number): string {
  if (probability > 0.9995 && probability < 1) return "99.9%";
  return probability < 0.0005 ? "0%" : `${(100 * probability).toFixed(1).replace(".0", "")}%`;
}

/** What is in doubt of a mark: '4 or 9?'; '' where nothing is. */
export function doubt(item: Item): string {
  if (item.band !== "again") return "";
  const { first, second } = guesses(item);
  return second === NOT_A_DIGIT ? `${first}, or no digit?` : `${first} or ${second}?`;
}
