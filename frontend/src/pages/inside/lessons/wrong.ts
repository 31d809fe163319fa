/** Lesson 6: pictures that lead the network astray, made of one's own digit. */

import { MapCanvas } from "../../../draw";
import { inverted, noisy, nudged, shifted, Slices } from "../../../explain";
import { random, varied } from "../../../learn";
import { normal } from "../../../learn/random";
import { calibrate } from "../../../reading/decide";
import { make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import { className, percent } from "../../draw/words";
import type { Context } from "../view";
import { Choice, type Live, Slide } from "./live";

const LETTER_A = [
  [
    [0, 10],
    [3.5, 0],
    [7, 10],
  ],
  [
    [1.4, 6.4],
    [5.6, 6.4],
  ],
] as const;
const MOST = 20;

interface Trick {
  name: string;
  /** What the slider's steps mean. */
  words: (step: number) => string;
  start: number;
  make(picture: Float32Array, step: number, context: Context): Generator<void, Float32Array>;
}

function* at(picture: Float32Array): Generator<void, Float32Array> {
  yield;
  return picture;
}

const TRICKS: readonly Trick[] = [
  {
    name: "Shift",
    words: (step) => `${step - MOST / 2} pixels to the right`,
    start: 16,
    make: (picture, step) => at(shifted(picture, step - MOST / 2, 0)),
  },
  {
    name: "Inversion",
    words: (step) => (step > MOST / 2 ? "ink and paper swapped" : "as drawn"),
    start: MOST,
    make: (picture, step) => at(step > MOST / 2 ? inverted(picture) : picture),
  },
  {
    name: "A letter",
    words: (step) => `an A by hand ${step + 1}`,
    start: 0,
    make: (_, step) => at(varied(LETTER_A, step)),
  },
  {
    name: "Noise",
    words: (step) => `deviation ${(step / 25).toFixed(2)}`,
    start: 8,
    make: (picture, step) => at(noisy(picture, step / 25, normal(random(3)))),
  },
  {
    name: "Nudge",
    words: (step) => `at most ${(step / 100).toFixed(2)} a pixel`,
    start: 8,
    make: (picture, step, { network }) => nudged(network, picture, step / 100),
  },
];

export class Wrong implements Live {
  readonly element = make("div", { class: "lesson-stack" });
  private readonly choice: Choice;
  private readonly slide: Slide;
  private readonly maps: MapCanvas[];
  private readonly answers = [make("figcaption"), make("figcaption")];
  private readonly told = make("p", { role: "status" });
  private readonly slices = new Slices();
  private trick = 0;
  private step = TRICKS[0]!.start;
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    this.choice = new Choice(
      "What goes wrong",
      TRICKS.map(({ name }) => name),
      (trick) => {
        [this.trick, this.step] = [trick, TRICKS[trick]!.start];
        this.paint();
      },
    );
    this.slide = new Slide("How much", MOST, (step) => {
      this.step = step;
      this.paint();
    });
    this.maps = ["As drawn", "Changed"].map((label) => {
      const canvas = make("canvas", { class: "learn-map", role: "img", "aria-label": label });
      return new MapCanvas(
        canvas,
        { count: 1, height: 28, width: 28 },
        { columns: 1, zoom: 8, gap: 0 },
      );
    });
    const figures = this.maps.map(({ canvas }, i) => make("figure", {}, canvas, this.answers[i]!));
    const arrow = make("span", { class: "step-sign", "aria-hidden": "true" }, "→");
    const row = make("div", { class: "lesson-row is-sum" }, figures[0]!, arrow, figures[1]!);
    this.element.append(this.choice.element, this.slide.element, row, this.told);
  }

  show(item: Item): void {
    this.item = item;
    this.paint();
  }

  stop(): void {
    this.slices.stop();
  }

  words(): string {
    return this.told.textContent;
  }

  private paint(): void {
    const { item, context, step } = this;
    const trick = TRICKS[this.trick]!;
    this.choice.set(this.trick);
    this.slide.set(step, trick.words(step));
    if (!item) return;
    this.slices.run(trick.make(item.picture, step, context), (picture) => {
      const [before, after] = [item.picture, picture].map((one, i) => this.read(one, i));
      const what = `${trick.name}, ${trick.words(step)}`;
      const said = (answer: { of: number; share: number }): string =>
        `${className(answer.of)} (${percent(answer.share)})`;
      say(this.told, `${what}: ${said(before!)} becomes ${said(after!)}.`);
      context.changed();
    });
  }

  private read(picture: Float32Array, place: number): { of: number; share: number } {
    const { network, card, colours } = this.context;
    this.maps[place]!.show(picture, colours.ink, 1);
    const probabilities = calibrate(network.logits(network.run(picture)), card.temperature);
    const share = Math.max(...probabilities);
    const of = probabilities.indexOf(share);
    say(this.answers[place]!, `${className(of)}, ${percent(share)}`);
    return { of, share };
  }
}
