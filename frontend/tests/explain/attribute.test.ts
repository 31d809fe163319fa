import { expect, test } from "vitest";
import { Attributor, sides } from "../../src/explain";
import { normalise } from "../../src/imaging";
import { drawn, shipped } from "./digits";

const network = shipped();
const picture = normalise(drawn("4"));
const run = network.run(picture);
const attributor = new Attributor(network);

test.each([...Array(11).keys()])("what speaks for and against %i sums to its score", (of) => {
  const { pixels, blank, score } = attributor.attribute(run, of);
  const sum = pixels.reduce((total, value) => total + value, blank);
  expect(Math.abs(sum - score)).toBeLessThan(1e-3);
  expect(score).toBe(network.logits(run)[of]);
});

test("paper speaks neither for nor against", () => {
  const { pixels } = attributor.attribute(run, 4);
  const onPaper = pixels.filter((_, i) => picture[i] === 0);
  expect(onPaper.every((value) => value === 0)).toBe(true);
  expect(pixels.some((value) => value > 0)).toBe(true);
});

test("an empty sheet has nothing to split", () => {
  const { pixels, blank, score } = attributor.attribute(network.run(new Float32Array(784)), 10);
  expect(score).toBe(blank);
  expect(pixels.every((value) => value === 0)).toBe(true);
});

test("both sides together are all of it", () => {
  expect(sides(Float32Array.of(2, -0.5, 0, 1, -1.5))).toEqual({ plus: 3, minus: -2 });
});
