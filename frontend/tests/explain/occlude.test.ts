import { expect, test } from "vitest";
import { agreement, lossesOf, occlude } from "../../src/explain";
import { normalise } from "../../src/imaging";
import { drawn, shipped } from "./digits";

function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

test("covering ink costs what the network then says less, covering paper nothing", () => {
  const network = shipped();
  const picture = normalise(drawn("4"));
  const losses = finished(occlude(network, picture));
  const map = lossesOf(losses, 4);
  const covered = picture.map((value, i) => (i % 28 < 4 && i < 112 ? 0 : value));
  const score = (of: Float32Array): number => network.logits(network.run(of))[4]!;
  expect(losses[4 * 169]).toBeCloseTo(score(picture) - score(covered), 5);
  expect(map[0]).toBe(0);
  expect(Math.max(...map)).toBeGreaterThan(1);
});

test("maps that rise and fall together agree fully, opposite ones not at all", () => {
  const [a, ink] = [Float32Array.of(1, 2, 3, 9), Float32Array.of(1, 1, 1, 0)];
  expect(
    agreement(
      a,
      a.map((value) => 2 * value + 1),
      ink,
    ),
  ).toBeCloseTo(1);
  expect(
    agreement(
      a,
      a.map((value) => -value),
      ink,
    ),
  ).toBeCloseTo(-1);
  expect(agreement(a, Float32Array.of(5, 5, 5, 0), ink)).toBe(0);
});
