import { expect, test, vi } from "vitest";
import { inverted, noisy, nudged, shifted } from "../../src/explain";
import { normalise } from "../../src/imaging";
import { drawn, shipped } from "./digits";

vi.setConfig({ testTimeout: 60_000 });
const picture = normalise(drawn("4"));

test("a shift moves ink and drops what leaves the picture", () => {
  const one = new Float32Array(784);
  one[28 * 5 + 6] = 1;
  expect(shifted(one, 3, -2).indexOf(1)).toBe(28 * 3 + 9);
  expect(shifted(one, 25, 0).every((value) => value === 0)).toBe(true);
});

test("inversion twice is the picture, and noise stays within ink and paper", () => {
  expect(inverted(inverted(Float32Array.of(0, 0.25, 1)))).toEqual(Float32Array.of(0, 0.25, 1));
  let flip = 1;
  const found = noisy(picture, 2, () => (flip = -flip));
  expect([Math.min(...found), Math.max(...found)]).toEqual([0, 1]);
});

test("a nudge changes no pixel by more than it may, and costs the answer its lead", () => {
  const network = shipped();
  const work = nudged(network, picture, 0.1);
  let step = work.next();
  while (!step.done) step = work.next();
  const found = step.value;
  const most = found.reduce((top, value, i) => Math.max(top, Math.abs(value - picture[i]!)), 0);
  expect(most).toBeLessThanOrEqual(0.1 + 1e-6);
  const lead = (of: Float32Array): number => {
    const scores = network.logits(network.run(of));
    return scores[4]! - Math.max(...scores.filter((_, i) => i !== 4));
  };
  expect(lead(found)).toBeLessThan(lead(picture) - 3);
});
