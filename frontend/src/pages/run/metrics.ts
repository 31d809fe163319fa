/** The lines of a training, kept in order; what a training that was taken up again repeats counts once. */

import type { Line } from "../../charts/curves";
import type { EpochLine, MetricsLine, StepLine } from "./types";

interface Step {
  step: number;
  /** In epochs, where the line said so. */
  epoch?: number;
  loss: number | null;
}

interface Point {
  /** In epochs. */
  at: number;
  loss: number | null;
}

/** Before the first epoch is over nobody may know how many steps it has: they are drawn up to here. */
const MOST_OF_FIRST = 0.9;

type Value = (line: EpochLine) => number | null | undefined;

export class Metrics {
  readonly epochs: EpochLine[] = [];
  readonly steps: Step[] = [];
  /** The newest line of any kind. */
  last: MetricsLine | null = null;
  private stepsAnEpoch = 0;

  /** Take lines in. */
  add(lines: readonly MetricsLine[]): void {
    for (const line of lines) {
      if ("epochs" in line) this.addEpoch(line);
      else if ("step" in line && "loss" in line) this.addStep(line);
      else continue;
      this.last = line;
    }
  }

  /** Begin anew: the file did. */
  clear(): void {
    this.epochs.length = 0;
    this.steps.length = 0;
    this.last = null;
  }

  /** The line of an epoch, by its number; null where there is none. */
  epoch(number: number): EpochLine | null {
    return this.epochs.find((line) => line.epoch === number) ?? null;
  }

  /** The loss of training steps and of each epoch's held-out pictures, up to an epoch. */
  losses(to = Infinity): Line[] {
    const steps = this.points().filter((one) => one.at <= to);
    const points = steps.length ? thinned(steps) : this.upTo(to).map(asPoint);
    return [
      {
        label: "training",
        colour: "--ink-2",
        isThin: true,
        x: points.map((one) => one.at),
        y: points.map((one) => one.loss),
      },
      this.line("held out", "--accent", to, (line) => line.validation_loss),
    ];
  }

  /** Shares of right answers, of the pictures trained on and of those held out. */
  accuracies(to = Infinity): Line[] {
    const training = this.line("training", "--ink-2", to, (line) => line.accuracy);
    return [
      { ...training, isThin: true },
      this.line("held out", "--accent", to, (line) => line.validation_accuracy),
    ];
  }

  /** How far it is, in epochs. */
  get place(): number {
    return this.points().at(-1)?.at ?? 0;
  }

  private points(): Point[] {
    const each = this.stepsAnEpoch || (this.steps.at(-1)?.step ?? 1) / MOST_OF_FIRST;
    return this.steps.map(({ step, epoch, loss }) => ({ at: epoch ?? step / each, loss }));
  }

  private upTo(to: number): EpochLine[] {
    return this.epochs.filter((line) => line.epoch <= to);
  }

  private line(label: string, colour: string, to: number, value: Value): Line {
    const lines = this.upTo(to);
    const y = lines.map((line) => value(line) ?? null);
    return { label, colour, x: lines.map((line) => line.epoch), y };
  }

  private addEpoch(line: EpochLine): void {
    const known = this.epochs.findIndex((one) => one.epoch >= line.epoch);
    if (known >= 0) this.epochs.length = known;
    this.epochs.push(line);
    const last = this.steps.at(-1);
    if (last) this.stepsAnEpoch = last.step / line.epoch;
  }

  private addStep(line: StepLine): void {
    while (this.steps.length && this.steps.at(-1)!.step >= line.step) this.steps.pop();
    const { step, epoch, loss } = line;
    this.steps.push({ step, loss, ...(epoch !== undefined && { epoch }) });
  }
}

const asPoint = (line: EpochLine): Point => ({ at: line.epoch, loss: line.loss });

/** Points that a line is drawn from at most. */
const MOST = 400;

/** Means of neighbours, where there are many: a line of ten thousand points is a cloud. */
export function thinned(steps: readonly Point[]): Point[] {
  const size = Math.ceil(steps.length / MOST);
  if (size <= 1) return [...steps];
  const means: Point[] = [];
  for (let from = 0; from < steps.length; from += size) {
    const some = steps.slice(from, from + size);
    const sum = some.reduce((all, one) => all + (one.loss ?? NaN), 0);
    const loss = Number.isFinite(sum) ? sum / some.length : null;
    means.push({ at: some.at(-1)!.at, loss });
  }
  return means;
}
