import { expect, test } from "vitest";
import { lastFeatures } from "../../../src/explain";
import { sharesOf } from "../../../src/pages/inside/lessons/answer";
import { CHAPTERS, order } from "../../../src/pages/inside/lessons/chapters";
import { convolved } from "../../../src/pages/inside/lessons/kernel";
import { seenBy } from "../../../src/pages/inside/lessons/layers";
import { drawn, shipped } from "../../explain/digits";
import { normalise } from "../../../src/imaging";

test("there are six chapters, each with a question that has one right answer", () => {
  expect(CHAPTERS).toHaveLength(6);
  for (const { question } of CHAPTERS) expect(question.choices[question.right]).toBeTruthy();
});

test("the right answer does not always stand first, and all are shown", () => {
  const firsts = CHAPTERS.map((_, i) => order(i, 3)[0]);
  expect(new Set(firsts).size).toBe(3);
  expect(order(4, 3).toSorted()).toEqual([0, 1, 2]);
});

test("a kernel that is 1 in its middle gives the picture, one beside it moves it", () => {
  const picture = normalise(drawn("7"));
  expect(convolved(picture, [0, 0, 0, 0, 1, 0, 0, 0, 0])).toEqual(picture);
  const moved = convolved(picture, [0, 0, 0, 1, 0, 0, 0, 0, 0]);
  expect(moved[28 * 10 + 15]).toBe(picture[28 * 10 + 14]);
});

test("what a number sees grows from layer to layer, by the strides more", () => {
  const seen = seenBy(shipped().layers).map(({ reach }) => reach);
  expect(seen.slice(0, 3)).toEqual([3, 5, 7]);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(28);
});

test("what the last numbers add sums to the score, less the bias", () => {
  const network = shipped();
  const run = network.run(normalise(drawn("4")));
  const head = network.layers.at(-1)!;
  for (const of of [0, 4, 10]) {
    const sum = sharesOf(head, lastFeatures(network.layers, run), of).reduce((a, b) => a + b, 0);
    expect(sum + head.bias!.data[of]!).toBeCloseTo(network.logits(run)[of]!, 4);
  }
});
