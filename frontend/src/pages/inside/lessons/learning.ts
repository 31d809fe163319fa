/** Lesson 5: steps of training on one's own digit, with a learning rate to break. */

import { curvePath, rangeOf } from "../../../draw/curve";
import { softmax } from "../../../learn";
import { make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import { percent } from "../../draw/words";
import { Bench } from "../learn/bench";
import { lossWords } from "../learn/outcome";
import { short } from "../learn/weights";
import type { Context } from "../view";
import { type Live, Slide } from "./live";

const RATES = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const FRAME = { width: 300, height: 96 };

export class Learning implements Live {
  readonly element = make("div", { class: "lesson-stack" });
  private readonly bench = new Bench(7);
  private readonly slide: Slide;
  private readonly told = make("p", { role: "status" });
  private readonly curve = make("div", { class: "learn-curve" });
  private rate = 1;
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    this.slide = new Slide("Learning rate", RATES.length - 1, (place) => {
      this.rate = place;
      this.paint();
    });
    const button = (text: string, run: () => void, kind = ""): HTMLElement => {
      const made = make("button", { type: "button", class: `button ${kind}` }, text);
      made.addEventListener("click", run);
      return made;
    };
    const row = make(
      "div",
      { class: "row" },
      button("One step", () => this.step(), "button-primary"),
      button("Start afresh", () => this.afresh()),
      button("See all of it", () => context.open("learn")),
    );
    this.element.append(this.slide.element, row, this.told, this.curve);
  }

  show(item: Item): void {
    if (item.picture !== this.item?.picture) this.bench.losses = [];
    this.item = item;
    this.paint();
  }

  words(): string {
    return this.told.textContent;
  }

  private step(): void {
    const example = this.example();
    if (example) this.bench.take(this.bench.look(example, RATES[this.rate]!));
    this.paint();
    this.context.changed();
  }

  private afresh(): void {
    this.bench.reset();
    this.paint();
  }

  private example(): { picture: Float32Array; label: number } | null {
    const { item } = this;
    return item?.value == null ? null : { picture: item.picture, label: item.value };
  }

  private paint(): void {
    const rate = RATES[this.rate]!;
    this.slide.set(this.rate, `learning rate ${rate}`);
    const example = this.example();
    if (!example) return say(this.told, "Write a digit to teach it.");
    const { before, after } = this.bench.look(example, rate);
    const [was, is] = [before, after].map(({ logits }) => softmax(logits)[example.label]!);
    const sure = (value: number): string => (Number.isFinite(value) ? percent(value) : "no number");
    const { losses } = this.bench;
    say(
      this.told,
      `After ${Math.max(losses.length - 1, 0)} steps it is ${sure(was!)} sure of ${example.label}. The next step: ${sure(is!)}. ${lossWords(before.loss, after.loss)}`,
    );
    const frame = { ...FRAME, low: 0, high: rangeOf([losses], 0.1) };
    this.curve.innerHTML = losses.length
      ? `<svg viewBox="-4 -4 ${FRAME.width + 8} ${FRAME.height + 8}" role="img" aria-label="Loss by step, now ${short(losses.at(-1)!)}"><path d="${curvePath(losses, frame)}"/></svg>`
      : "";
  }
}
