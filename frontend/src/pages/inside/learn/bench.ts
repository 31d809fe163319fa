/** The network that is taught, and what each step did to it. */

import { type Example, forward, freshMlp, type Mlp } from "../../../learn";
import { drawAll, lesson, type Lesson, type Lines, school } from "../../../learn";
import { sample } from "../samples";

/** Hands of the digits that are looked at, never trained on; far from those that are. */
const OTHER_HANDS = 100_000;
const OTHERS = 3;

/** The sample digits as lines. */
const digits = (): Lines[] =>
  Array.from({ length: 10 }, (_, digit) =>
    sample(digit).map((stroke) => stroke.points.map(({ x, y }) => [x, y] as const)),
  );

export class Bench {
  mlp: Mlp;
  /** The loss on one's own digit before the first step and after each. */
  losses: number[] = [];
  private others: Example[] = [];

  constructor(readonly seed: number) {
    this.mlp = freshMlp(seed);
  }

  /** Begin anew, with a network that has learned nothing. */
  reset(): void {
    this.mlp = freshMlp(this.seed);
    this.losses = [];
  }

  /** Draw the digits that tell whether others are still known. */
  *prepare(): Generator<void, void> {
    this.others = yield* drawAll(digits(), OTHER_HANDS, OTHERS);
  }

  /** Teach a fresh network the ten digits, by drawings made here. */
  *school(): Generator<void, void> {
    const examples = yield* drawAll(digits(), 1);
    this.mlp = yield* school(freshMlp(this.seed), examples);
    this.losses = [];
  }

  /** What a step would do; the network stays as it is. */
  look(example: Example, learningRate: number): Lesson {
    return lesson(this.mlp, example, learningRate);
  }

  /** Take the step. */
  take({ before, after, mlp }: Lesson): void {
    if (this.losses.length === 0) this.losses.push(before.loss);
    this.losses.push(after.loss);
    this.mlp = mlp;
  }

  get otherCount(): number {
    return this.others.length;
  }

  /** How many digits by other hands a network reads right. */
  rightOthers(mlp: Mlp): number {
    return this.others.filter(({ picture, label }) => {
      const { logits } = forward(mlp, picture);
      return logits.indexOf(Math.max(...logits)) === label;
    }).length;
  }
}
