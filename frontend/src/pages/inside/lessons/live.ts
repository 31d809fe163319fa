/** What a live thing of a lesson is, and what they share. */

import { cssColour, inkOn, type Ramp } from "../../../draw";
import { make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import type { Context } from "../view";

export interface Live {
  readonly element: HTMLElement;
  /** Show it for what is on the pad. */
  show(item: Item): void;
  /** Stop what runs. */
  stop?(): void;
  /** What it shows, in words. */
  words(): string;
}

export type MakeLive = (context: Context) => Live;

/** A small grid of numbers on their colours, as a table. */
export class Numbers {
  readonly element = make("table", { class: "cells" });
  private readonly cells: HTMLElement[];

  constructor(rows: number, columns: number, caption: string) {
    this.cells = Array.from({ length: rows * columns }, () => make("td"));
    const body = make("tbody");
    for (let row = 0; row < rows; row++) {
      body.append(make("tr", {}, ...this.cells.slice(row * columns, (row + 1) * columns)));
    }
    this.element.append(make("caption", {}, caption), body);
  }

  show(values: ArrayLike<number>, ramp: Ramp, peak: number, isSigned = false): void {
    this.cells.forEach((cell, i) => {
      const colour = cssColour(ramp, values[i]!, peak, isSigned);
      say(cell, values[i]!.toFixed(2).replace("-", "−"));
      cell.style.background = colour;
      cell.style.color = inkOn(colour);
    });
  }
}

/** Buttons of which one is pressed. */
export class Choice {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[];

  constructor(label: string, names: readonly string[], pick: (index: number) => void) {
    this.buttons = names.map((name, i) => {
      const button = make("button", { type: "button", class: "button button-small" }, name);
      button.addEventListener("click", () => pick(i));
      return button;
    });
    this.element = make("div", { class: "lesson-choice", role: "group", "aria-label": label });
    this.element.append(...this.buttons);
  }

  set(index: number): void {
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
  }
}

/** A labelled slider with what it stands at in words. */
export class Slide {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly output = make("output", { class: "note" });

  constructor(label: string, most: number, moved: (value: number) => void) {
    this.input = make("input", { type: "range", min: "0", max: String(most), step: "1" });
    this.input.setAttribute("aria-label", label);
    this.input.addEventListener("input", () => moved(Number(this.input.value)));
    this.element = make("label", { class: "slider" }, this.input, this.output);
  }

  set(value: number, words: string): void {
    this.input.value = String(value);
    this.input.setAttribute("aria-valuetext", words);
    say(this.output, words);
  }
}
