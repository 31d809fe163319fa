import { expect, test } from "vitest";
import { Metrics, thinned } from "../../../src/pages/run/metrics";
import type { EpochLine, StepLine } from "../../../src/pages/run/types";

const rest = { learning_rate: 0.001, examples_per_second: 100, seconds: 1 };
const step = (n: number, loss: number, epoch?: number): StepLine => ({
  step: n,
  loss,
  ...rest,
  ...(epoch !== undefined && { epoch }),
});
const epoch = (n: number, accuracy: number): EpochLine => ({
  epoch: n,
  epochs: 5,
  loss: 0.2,
  accuracy,
  validation_loss: 0.3,
  validation_accuracy: accuracy - 0.01,
  ...rest,
});

test("steps and epochs lie on one axis", () => {
  const metrics = new Metrics();
  metrics.add([step(1, 2, 0.1), step(10, 1, 1), epoch(1, 0.9)]);
  const [training, heldOut] = metrics.losses();
  expect(training!.x).toEqual([0.1, 1]);
  expect(heldOut!.x).toEqual([1]);
});

test("steps without a place of their own are placed by the epochs before", () => {
  const metrics = new Metrics();
  metrics.add([step(10, 1), epoch(1, 0.9), step(15, 0.8)]);
  expect(metrics.place).toBe(1.5);
});

test("steps of the first epoch are drawn before anybody knows how many it has", () => {
  const metrics = new Metrics();
  metrics.add([step(5, 2), step(10, 1)]);
  expect(metrics.losses()[0]!.x).toEqual([0.45, 0.9]);
});

test("a training taken up again repeats its open epoch, which counts once", () => {
  const metrics = new Metrics();
  metrics.add([step(5, 2, 0.5), epoch(1, 0.8), step(12, 1.5, 1.2), step(13, 1.4, 1.3)]);
  metrics.add([step(12, 1.1, 1.2), epoch(2, 0.9)]);
  metrics.add([epoch(2, 0.95)]);
  expect(metrics.steps.map((one) => one.step)).toEqual([5, 12]);
  expect(metrics.steps.at(-1)!.loss).toBe(1.1);
  expect(metrics.epochs.map((one) => one.accuracy)).toEqual([0.8, 0.95]);
});

test("curves end where the time-lapse stands", () => {
  const metrics = new Metrics();
  metrics.add([epoch(1, 0.8), epoch(2, 0.9), epoch(3, 0.95)]);
  expect(metrics.accuracies(2)[1]!.y).toEqual([0.79, 0.89]);
});

test("many steps are drawn as means of neighbours", () => {
  const many = Array.from({ length: 4000 }, (_, i) => ({ at: i / 100, loss: i % 2 }));
  const few = thinned(many);
  expect(few).toHaveLength(400);
  expect(few[0]!.loss).toBe(0.5);
  expect(few.at(-1)!.at).toBe(39.99);
});
