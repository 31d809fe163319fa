/** The eleven outputs: a row each, with its bar; picking one opens its sum. */

import { make, say } from "../../draw/dom";
import { ranked } from "../../draw/items";
import { percent } from "../../draw/words";

export class Scores {
  readonly list = make("div", { class: "scores", role: "group", "aria-label": "Answer" });
  private readonly rows: { row: HTMLElement; value: HTMLElement }[];

  constructor(pick: (value: number) => void) {
    this.rows = [...Array(11).keys()].map((i) => {
      const value = make("span", { class: "score-value" }, "0%");
      const name = i < 10 ? String(i) : "No digit";
      const row = make(
        "button",
        { type: "button", class: "score" },
        make("span", { class: "score-name" }, name),
        make("span", { class: "score-bar" }),
        value,
      );
      row.addEventListener("click", () => pick(i));
      return { row, value };
    });
    this.list.append(...this.rows.map(({ row }) => row));
  }

  show(probabilities: readonly number[] | undefined): void {
    const first = probabilities ? ranked(probabilities)[0] : -1;
    this.rows.forEach(({ row, value }, i) => {
      const share = probabilities?.[i] ?? 0;
      row.style.setProperty("--p", share.toFixed(3));
      row.classList.toggle("is-first", i === first);
      say(value, percent(share));
    });
  }

  mark(chosen: number): void {
    this.rows.forEach(({ row }, i) => row.setAttribute("aria-pressed", String(i === chosen)));
  }

  /** The middle of a row's left end, from the list's top. */
  static middle(value: number, height: number): number {
    return ((value + 0.5) * height) / 11;
  }
}
