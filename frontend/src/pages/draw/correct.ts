/** 'Wrong? Correct it': which digit is it? A tap, or a digit key and Enter, says so. */

import { make } from "./dom";
import { guesses, NOT_A_DIGIT, type Item } from "./items";
import { className, percent } from "./words";

export interface Choice {
  index: number;
  /** 0 to 9, or 10 for 'not a digit'. */
  value: number;
}

export class CorrectDialog {
  private items: readonly Item[] = [];
  private values: number[] = [];
  private index = 0;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly chosen: (choice: Choice) => void,
  ) {
    dialog.addEventListener("keydown", (event) => this.key(event));
    // A click on what lies around the dialog leaves it.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  /** Ask about one mark of a reading; `values` are those that stand in the answer now. */
  open(items: readonly Item[], values: number[], index: number): void {
    [this.items, this.values, this.index] = [items, values, index];
    this.build();
    this.dialog.showModal();
    this.focus(this.secondGuess());
  }

  private build(): void {
    const title = make("h2", { id: "correct-title" }, "Which digit is it?");
    const choices = make("div", {
      class: "choices",
      role: "group",
      "aria-labelledby": "correct-title",
    });
    for (let value = 0; value <= NOT_A_DIGIT; value++) choices.append(this.choice(value));
    const keys = make("p", { class: "note" }, "0 to 9 or N picks, Enter saves, Esc leaves.");
    const leave = make("button", { type: "button", class: "button" }, "Cancel");
    leave.addEventListener("click", () => this.dialog.close());
    const end = make("div", { class: "dialog-end correct-end" }, keys, leave);
    this.dialog.replaceChildren(title, this.number(), choices, end);
  }

  /** The whole answer with the digit in question marked; the others can be picked instead. */
  private number(): HTMLElement {
    const digits = this.items.map((_, i) => {
      const value = this.values[i]!;
      const text = value === NOT_A_DIGIT ? "∅" : String(value);
      const isHere = i === this.index;
      if (this.items.length === 1) return make("span", { class: "correct-digit is-here" }, text);
      const button = make("button", { type: "button", class: "correct-digit" }, text);
      button.setAttribute("aria-pressed", String(isHere));
      button.classList.toggle("is-here", isHere);
      button.addEventListener("click", () => this.turn(i));
      return button;
    });
    return make("div", { class: "correct-number" }, ...digits);
  }

  private choice(value: number): HTMLElement {
    const item = this.items[this.index]!;
    const isNone = value === NOT_A_DIGIT;
    const button = make(
      "button",
      {
        type: "button",
        class: `button choice${isNone ? " choice-none" : ""}`,
        "data-value": String(value),
      },
      make("span", { class: "choice-value" }, isNone ? "Not a digit" : String(value)),
      make(
        "span",
        { class: "choice-odds", "aria-hidden": "true" },
        percent(item.probabilities[value]!),
      ),
    );
    if (value === this.values[this.index]) button.classList.add("is-now");
    button.addEventListener("click", () => this.save(value));
    return button;
  }

  private turn(index: number): void {
    this.index = Math.min(Math.max(index, 0), this.items.length - 1);
    this.build();
    this.focus(this.secondGuess());
  }

  private secondGuess(): number {
    const { first, second } = guesses(this.items[this.index]!);
    return this.values[this.index] === first ? second : first;
  }

  private focus(value: number): void {
    this.dialog.querySelector<HTMLElement>(`[data-value="${value}"]`)?.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key)) this.focus(Number(event.key));
    else if (event.key.toLowerCase() === "n") this.focus(NOT_A_DIGIT);
    else if (event.key === "[" || event.key === "]")
      this.turn(this.index + (event.key === "]" ? 1 : -1));
    else return;
    event.preventDefault();
  }

  private save(value: number): void {
    this.dialog.close();
    this.chosen({ index: this.index, value });
  }
}

/** 'Saved as 9.' */
export const savedAs = (value: number): string => `Saved as ${className(value)}.`;
