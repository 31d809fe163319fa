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

export interface Reading<D extends Digit = Digit, R extends Rejected = Rejected> {
  text: string;
  confidence: number;
  accepted: boolean;
  numbers: {
    text: string;
    confidence: number;
    accepted: boolean;
    box: BoxRow;
    digits: D[];
  }[];
  rejected: R[];
  image: { width: number; height: number; polarity: "dark-on-light" | "light-on-dark" };
  model: string;
  milliseconds: number;
}

export interface Rejected {
  box: BoxRow;
  reason: string;
}

/** What the network saw of a mark, and what every layer made of it. */
export interface Seen {
  /** (28 * 28) in 0..1, 1 = ink. */
  picture: Float32Array;
  activations: Activations;
}

export type BrowserDigit = Digit & Seen & { accepted: boolean };
export type BrowserRejected = Rejected & Seen & { probabilities: number[]; not_a_digit: number };

/** A reading made here: it keeps what the network saw; `toJson` gives the plain form. */
export type BrowserReading = Reading<BrowserDigit, BrowserRejected>;
