/** A reading, in the JSON form that Python's `Reading.to_dict()` gives too. */

import type { Activations } from "../net";

/** x, y, width and height in pixels of the drawing. */
export type BoxRow = [number, number, number, number];

export interface Digit {
  value: number;
  confidence: number;
  not_a_digit: number;
  box: BoxRow;
  /** Ten, of 0 to 9; with `not_a_digit` they sum to 1. */
  probabilities: number[];
}

/** Digits that stand together, left to right; leading zeros stay. */
export interface DigitGroup<D extends Digit = Digit> {
  text: string;
  confidence: number;
  accepted: boolean;
  box: BoxRow;
  digits: D[];
}

/** Ink that was seen and is no digit, and why. */
export interface Rejected {
  box: BoxRow;
  reason: string;
}

export interface Reading<D extends Digit = Digit, R extends Rejected = Rejected> {
  /** Numbers of a line joined by a space, lines by a line break; "" on a blank page. */
  text: string;
  /** Probability that every digit is right, taken as independent; 0 where none was read. */
  confidence: number;
  /** Whether something was read and every digit is accepted. */
  accepted: boolean;
  numbers: DigitGroup<D>[];
  rejected: R[];
  image: { width: number; height: number; polarity: "dark-on-light" | "light-on-dark" };
  model: string;
  milliseconds: number;
}

/** What the network saw of a mark, and what every layer made of it. */
export interface Seen {
  /** (28 * 28) in 0..1, 1 = ink. */
  picture: Float32Array;
  activations: Activations;
  /** Ten, of 0 to 9; with `not_a_digit` they sum to 1. */
  probabilities: number[];
  not_a_digit: number;
}

export type BrowserDigit = Digit & Seen & { accepted: boolean };
export type BrowserRejected = Rejected & Seen;

/** A reading made here: it keeps what the network saw; `toJson` gives the plain form. */
export type BrowserReading = Reading<BrowserDigit, BrowserRejected>;
