/** One's own digit: a small pad, or one of the samples, and what each epoch's network says to it. */

import { findInk, normalise } from "../../imaging";
import type { Network } from "../../net";
import { Pad } from "../../pad";
import { calibrate, NOT_A_DIGIT } from "../../reading/decide";
import { LABELS } from "./mixed";
import type { Samples } from "./samples";
import { percent } from "./words";

/** From here on an answer is called sure. */
const SURE = 0.9;

const NO_ANSWER = "What each epoch says to it stands here.";

export interface Answer {
  value: number;
  confidence: number;
}

/** What a network says to a picture: (28 * 28) in 0..1, 1 = ink. */
export function answerOf(network: Network, picture: Float32Array): Answer {
  const row = calibrate(network.logits(network.run(picture)), 1);
  const confidence = Math.max(...row);
  return { value: [...row].indexOf(confidence), confidence };
}

export class Own {
  private readonly pad: Pad;
  private readonly hint: HTMLElement;
  private readonly said: HTMLElement;
  private readonly words: HTMLElement;
  private readonly list: HTMLElement;
  private readonly taken: HTMLElement;
  private readonly clear: HTMLButtonElement;
  private readonly sample: HTMLSelectElement;
  private picture: Float32Array | null = null;

  /**
   * @param changed - called when there is another digit, or none; `isDrawing` while it grows.
   * @param samples - the pictures that can be taken instead of a drawing.
   */
  constructor(
    card: HTMLElement,
    private readonly changed: (isDrawing: boolean) => void,
    private readonly samples: Samples,
  ) {
    const find = <T extends HTMLElement>(name: string): T => card.querySelector(`[data-${name}]`)!;
    this.hint = find("own-hint");
    this.said = find("own-said");
    this.words = find("own-words");
    this.list = find("own-epochs");
    this.taken = find("own-taken");
    this.clear = find("own-clear");
    this.sample = find("own-sample");
    this.pad = new Pad(find<HTMLCanvasElement>("pad"), {
      inked: (isDrawing) => this.inked(isDrawing),
      stepped: () => undefined,
    });
    this.pad.pen = "broad";
    this.clear.addEventListener("click", () => this.empty());
    this.sample.addEventListener("change", () => this.choose());
  }

  get digit(): Float32Array | null {
    return this.picture;
  }

  /** Offer the samples once they are there. */
  offer(): void {
    const { labels } = this.samples;
    if (this.sample.options.length > 1) return;
    labels.forEach((label, at) => {
      const isAgain = labels.indexOf(label) < at;
      if (!isAgain) this.sample.add(new Option(`a sample: ${LABELS[label]}`, String(at)));
    });
    this.sample.disabled = labels.length === 0;
  }

  /** Show the answer of the epoch that is looked at. */
  show(answer: Answer | null): void {
    const { said, words } = this;
    said.classList.toggle("is-unsure", answer !== null && answer.confidence < SURE);
    said.classList.toggle("is-none", answer?.value === NOT_A_DIGIT);
    said.textContent = answer === null ? "" : named(answer);
    words.textContent = answer === null ? NO_ANSWER : `${percent(answer.confidence)} sure`;
  }

  /** Show the answers of all epochs that are kept, the one that is looked at marked. */
  strip(epochs: readonly number[], answers: readonly Answer[], current: number): void {
    const items = answers.map((answer, at) => {
      const item = document.createElement("li");
      item.textContent = answer.value === NOT_A_DIGIT ? "–" : String(answer.value);
      item.classList.toggle("is-sure", answer.confidence >= SURE);
      const words = `Epoch ${epochs[at]}: ${named(answer)}, ${percent(answer.confidence)}`;
      item.title = words;
      if (epochs[at] === current) item.setAttribute("aria-current", "true");
      return item;
    });
    this.list.replaceChildren(...items);
  }

  private inked(isDrawing: boolean): void {
    if (this.pad.hasInk) {
      this.picture = normalise(findInk(this.pad.ink.read()).ink);
      this.sample.value = "";
    } else if (!this.sample.value) this.picture = null;
    this.told(isDrawing);
  }

  private choose(): void {
    const { value } = this.sample;
    this.pad.clear();
    this.picture = value ? this.samples.ink(Number(value)) : null;
    this.told(false);
  }

  private empty(): void {
    this.sample.value = "";
    this.picture = null;
    this.pad.clear();
    this.told(false);
  }

  private told(isDrawing: boolean): void {
    const { value } = this.sample;
    this.hint.hidden = this.pad.hasInk || value !== "";
    this.taken.replaceChildren(...(value ? [this.samples.framed(Number(value))] : []));
    this.clear.disabled = this.picture === null;
    this.changed(isDrawing);
  }
}

const named = ({ value }: Answer): string =>
  value === NOT_A_DIGIT ? "Not a digit" : String(value);
