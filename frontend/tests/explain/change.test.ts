import { expect, test, vi } from "vitest";
import { findChange } from "../../src/explain";
import { withSegments } from "../../src/explain/segment";
import { normalise } from "../../src/imaging";
import { drawn, PEN_PX, shipped } from "./digits";

// A search makes a hundred readings, which a busy machine takes its time over.
vi.setConfig({ testTimeout: 60_000 });

const network = shipped();

function read(picture: Float32Array): number {
  const scores = network.logits(network.run(picture));
  return scores.indexOf(Math.max(...scores));
}

function changed(digit: string, wanted: number) {
  const search = findChange(network, drawn(digit), wanted, PEN_PX);
  let readings = 0;
  for (;;) {
    const step = search.next();
    if (step.done) return { change: step.value, readings };
    readings += 1;
  }
}

test.each([
  ["4", 9],
  ["7", 1],
  ["4", 1],
])("a small change makes a %s a %i, as drawing it and reading again shows", (digit, wanted) => {
  const ink = drawn(digit);
  expect(read(normalise(ink))).toBe(Number(digit));
  const { change, readings } = changed(digit, wanted);
  expect(change).not.toBeNull();
  expect(read(normalise(withSegments(ink, change!.segments)))).toBe(wanted);
  expect(change!.share).toBeLessThan(0.9);
  expect(readings).toBeLessThan(400);
});

test("a change that does not hold on the whole drawing is not taken", () => {
  const asked: number[] = [];
  const search = findChange(network, drawn("7"), 1, PEN_PX, (segments) => {
    asked.push(segments.length);
    return false;
  });
  let step = search.next();
  while (!step.done) step = search.next();
  expect(step.value).toBeNull();
  expect(asked.length).toBeGreaterThan(0);
});

test("what is already the digit needs nothing", () => {
  const { change } = changed("7", 7);
  expect(change).toMatchObject({ segments: [], share: 0 });
});

test("an empty sheet cannot be changed into a digit by a stroke", () => {
  const paper = { data: new Float32Array(100), width: 10, height: 10 };
  expect(findChange(network, paper, 3, PEN_PX).next()).toEqual({ done: true, value: null });
});
