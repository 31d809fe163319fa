/** Learn: one step of training on one's own digit, forward and back. */

import { Slices } from "../../../explain";
import type { Lesson } from "../../../learn";
import { curvePath, rangeOf } from "../../../draw/curve";
import { make, say } from "../../draw/dom";
import { className, percent } from "../../draw/words";
import { Bench } from "../learn/bench";
import { Controls, USUAL_RATE } from "../learn/controls";
import { lossWords, OutcomeView, type Others, othersWords } from "../learn/outcome";
import { Panels } from "../learn/panels";
import { learnSvg } from "../learn/picture";
import { short, WeightsView } from "../learn/weights";
import { softmax } from "../../../learn";
import { type Context, type Mounted, type Shown, type State, viewOf } from "../view";
import { card } from "../why/card";

const SEED = 7;
const CURVE = { width: 280, height: 72 };

class Learn implements Mounted {
  readonly element = make("div", { class: "learn-grid" });
  private readonly bench = new Bench(SEED);
  private readonly slices = new Slices();
  private readonly controls: Controls;
  private readonly panels = new Panels((unit) => this.pick(unit));
  private readonly weights = new WeightsView((unit) => this.pick(unit));
  private readonly outcome = new OutcomeView();
  private readonly curve = make("div", { class: "learn-curve" });
  private readonly empty = make("p", { class: "quiet" }, "Write a digit to teach it.");
  private picture: Float32Array | null = null;
  /** What the shipped network reads, and what the person says it is; -1 for neither. */
  private read = -1;
  private told = -1;
  private rate = USUAL_RATE;
  private unit = 0;
  private network = "Knows nothing yet.";
  private isBusy = false;
  private isReady = false;
  private now: Lesson | null = null;
  private others: Others = { before: 0, after: 0, count: 0 };

  constructor(private readonly context: Context) {
    this.controls = new Controls({
      fresh: () => this.fresh(),
      school: () => this.school(),
      label: (label) => this.set({ told: label }),
      rate: (rate) => this.set({ rate }),
      step: (count) => this.steps(count),
    });
    const note =
      "The network of mlp_scratch, written from nothing in NumPy, runs here: 784 pixels, 256 and 128 units, 11 scores.";
    const top = card("Teach it your digit", note, this.controls.element);
    const what = card("What the step does", "", this.outcome.element, this.curve);
    const flow = card(
      "Forward and back",
      "Blue: more of this raises the loss; orange: more of it lowers the loss. A step goes against the slope.",
      this.panels.element,
    );
    const inside = card(
      "One unit’s weights",
      "What a unit of the first layer looks for, what this step adds to it, and what it looks for then. Pick a unit above.",
      this.weights.element,
    );
    this.element.append(this.empty, top, what, flow, inside);
  }

  update({ item, isDrawing }: Shown): void {
    this.element.classList.toggle("is-empty", !item);
    this.empty.hidden = item !== undefined;
    if (!item || isDrawing) return;
    if (item.picture !== this.picture) this.bench.losses = [];
    this.picture = item.picture;
    this.read = item.value ?? -1;
    this.show();
    if (!this.isReady && !this.isBusy) this.work(this.bench.prepare(), () => (this.isReady = true));
  }

  recolour(): void {
    this.show();
  }

  state(): State {
    return {
      rate: this.rate === USUAL_RATE ? "" : short(this.rate),
      as: this.told >= 0 ? String(this.told) : "",
      unit: this.unit ? String(this.unit + 1) : "",
    };
  }

  restore({ rate = "", as = "", unit = "" }: State): void {
    const asked = Number(rate);
    this.rate = rate && asked > 0 && asked < 100 ? asked : USUAL_RATE;
    this.told = /^\d$/.test(as) ? Number(as) : -1;
    const place = Number(unit) - 1;
    this.unit = Number.isInteger(place) && place >= 0 && place < 256 ? place : 0;
  }

  words(): string {
    const { now, label } = this;
    if (!now) return "Nothing is drawn.";
    const [was, is] = [softmax(now.before.logits), softmax(now.after.logits)];
    return [
      `One step of training on this picture as a ${label}, with a learning rate of ${short(this.rate)}.`,
      lossWords(now.before.loss, now.after.loss),
      `Probability of ${className(label)}: ${percent(was[label]!)} before, ${percent(is[label]!)} after.`,
      this.others.count ? othersWords(this.others) : "",
    ]
      .filter(Boolean)
      .join("\n");
  }

  svg(): string | null {
    if (!this.now) return null;
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const paint = { paper: colour("--card"), ink: colour("--ink"), quiet: colour("--ink-2") };
    const title = `One step on a ${this.label}: ${lossWords(this.now.before.loss, this.now.after.loss)}`;
    return learnSvg(this.now, title, this.context.colours, paint);
  }

  close(): void {
    this.slices.stop();
    this.isBusy = false;
  }

  private get label(): number {
    return this.told >= 0 ? this.told : this.read;
  }

  private set({ told = this.told, rate = this.rate }): void {
    [this.told, this.rate] = [told, rate];
    this.show();
    this.context.changed();
  }

  private pick(unit: number): void {
    this.unit = unit;
    this.show();
    this.context.changed();
  }

  private fresh(): void {
    this.bench.reset();
    this.network = "Knows nothing yet.";
    this.show();
    this.context.changed();
  }

  private school(): void {
    this.network = "Learns the ten digits …";
    this.work(
      this.bench.school(),
      () => (this.network = "Has seen 80 drawings of the ten digits."),
    );
    this.show();
  }

  /** Do what takes a while, and show what came of it. */
  private work(work: Generator<void, void>, done: () => void): void {
    this.isBusy = true;
    this.slices.run(work, () => {
      this.isBusy = false;
      done();
      this.show();
      this.context.changed();
    });
  }

  private steps(count: number): void {
    for (let step = 0; step < count && this.picture; step++) {
      this.bench.take(this.bench.look({ picture: this.picture, label: this.label }, this.rate));
    }
    this.show();
    this.context.changed();
  }

  private show(): void {
    const { label, picture, bench, context } = this;
    const isLabelled = picture !== null && label >= 0;
    this.controls.show({ label, rate: this.rate, network: this.network, isBusy: this.isBusy });
    if (!isLabelled) return;
    const now = bench.look({ picture, label }, this.rate);
    this.now = now;
    this.others = {
      before: bench.rightOthers(bench.mlp),
      after: bench.rightOthers(now.mlp),
      count: bench.otherCount,
    };
    this.outcome.show(now, label, this.others);
    this.panels.show(now, this.unit, context.colours);
    this.weights.show(bench.mlp, now, this.unit, context.colours);
    this.showCurve();
  }

  private showCurve(): void {
    const { losses } = this.bench;
    this.curve.hidden = losses.length < 2;
    if (losses.length < 2) return this.curve.replaceChildren();
    const frame = { ...CURVE, low: 0, high: rangeOf([losses], 0.1) };
    this.curve.innerHTML = `<svg viewBox="-4 -4 ${CURVE.width + 8} ${CURVE.height + 8}" aria-hidden="true"><path d="${curvePath(losses, frame)}"/></svg>`;
    const text = `Loss after ${losses.length - 1} step${losses.length === 2 ? "" : "s"}: ${short(losses[0]!)} → ${short(losses.at(-1)!)}`;
    const words = make("p", { class: "note" });
    say(words, text);
    this.curve.append(words);
  }
}

export const learn = viewOf(
  {
    name: "learn",
    title: "Learn",
    lead: "One step of training on your own digit: forward, back, and what it changes.",
  },
  (context) => new Learn(context),
);
