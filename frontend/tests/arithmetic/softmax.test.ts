import { expect, test } from "vitest";
import { fixed, softmax } from "../../src/arithmetic";
import { calibrate } from "../../src/reading/decide";

test("softmax is the one that the reader decides by", () => {
  const logits = Float32Array.from([3, -2, 0.5, 9, -7, 1, 2, 0, 4, 8.5, -1]);
  const { probabilities, powers, sum } = softmax(logits, 1.3);
  calibrate(logits, 1.3).forEach((value, i) => expect(probabilities[i]).toBeCloseTo(value, 12));
  powers.forEach((power, i) => expect(power / sum).toBeCloseTo(probabilities[i]!, 12));
});

test("numbers have four places, a true minus, and none before nothing", () => {
  expect([fixed(1.23456), fixed(-0.5), fixed(-0.00001), fixed(12, 2)]).toEqual([
    "1.2346",
    "−0.5000",
    "0.0000",
    "12.00",
  ]);
});
