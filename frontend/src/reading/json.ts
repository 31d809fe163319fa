import type { BrowserReading, Reading } from "./types";

/** The plain JSON form of a reading, rounded as Python rounds it. */
export function toJson(reading: BrowserReading): Reading {
  const { text, accepted, image, model } = reading;
  return {
    text,
    confidence: rounded(reading.confidence, 6),
    accepted,
    numbers: reading.numbers.map((number) => ({
      text: number.text,
      confidence: rounded(number.confidence, 6),
      accepted: number.accepted,
      box: number.box,
      digits: number.digits.map((digit) => ({
        value: digit.value,
        confidence: rounded(digit.confidence, 6),
        not_a_digit: rounded(digit.not_a_digit, 6),
        box: digit.box,
        probabilities: digit.probabilities.map((each) => rounded(each, 6)),
      })),
    })),
    rejected: reading.rejected.map(({ box, reason }) => ({ box, reason })),
    image,
    model,
    milliseconds: rounded(reading.milliseconds, 3),
  };
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
