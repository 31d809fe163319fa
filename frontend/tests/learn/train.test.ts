import { expect, test } from "vitest";
import {
  type Example,
  forward,
  freshMlp,
  lesson,
  type Lines,
  type Mlp,
  trained,
  varied,
} from "../../src/learn";

const ONE: Lines = [[[3, 0], [3, 10]]]; // prettier-ignore
const SEVEN: Lines = [[[0, 0], [6, 0], [2, 10]]]; // prettier-ignore

test("one step on a picture shows the loss before and after", () => {
  const example = { picture: varied(SEVEN, 0), label: 7 };
  const found = lesson(freshMlp(1), example, 0.01);
  expect(found.after.loss).toBeLessThan(found.before.loss);
  expect(forward(found.mlp, example.picture).logits).toEqual(found.after.logits);
  expect(found.gradients[0]!.input.length).toBe(784);
});

/** Ones and sevens by ten hands. */
const set = (from: number): Example[] =>
  Array.from({ length: 10 }, (_, i) => ({
    picture: varied(i % 2 ? SEVEN : ONE, from + i),
    label: i % 2 ? 7 : 1,
  }));

function schooled(): Mlp {
  let mlp = freshMlp(5);
  for (let step = 0; step < 8; step++) mlp = trained(mlp, set(1), 0.1).mlp;
  return mlp;
}

test("a few steps on varied drawings tell ones from sevens", () => {
  expect(trained(schooled(), set(100), 0).right).toBe(10);
});

test("one far too large step forgets the others", () => {
  const { mlp } = lesson(schooled(), { picture: varied(SEVEN, 50), label: 3 }, 10);
  expect(trained(mlp, set(100), 0).right).toBe(0);
});

test("a hand draws the same twice, another hand otherwise", () => {
  expect(varied(SEVEN, 4)).toEqual(varied(SEVEN, 4));
  expect(varied(SEVEN, 5)).not.toEqual(varied(SEVEN, 4));
  expect(Math.max(...varied(SEVEN, 4))).toBe(1);
});
