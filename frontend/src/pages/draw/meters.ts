/** How sure: a bar for each digit, and for none. */

import { find, say } from "./dom";
import { guesses, type Item } from "./items";
import { doubt, percent, which } from "./words";

export class Meters {
  private readonly rows: HTMLElement[];
  private readonly which: HTMLElement;
  private readonly doubt: HTMLElement;

  constructor(root: ParentNode) {
    this.rows = [...root.querySelectorAll<HTMLElement>(".meter")];
    this.which = find(root, "[data-which]");
    this.doubt = find(root, "[data-doubt]");
  }

  /** Show the probabilities of one mark; empty bars where there is none. */
  show(item: Item | undefined, index: number, count: number): void {
    const { first, second } = item ? guesses(item) : { first: -1, second: -1 };
    const place = which(index, count);
    say(this.which, item && place ? `: ${place}` : "");
    say(this.doubt, item && doubt(item) ? `Look again: ${doubt(item)}` : "");
    this.rows.forEach((row, i) => {
      const probability = item?.probabilities[i] ?? 0;
      row.classList.toggle("is-first", i === first);
      row.classList.toggle("is-second", i === second);
      fill(row, probability);
    });
  }
}

function fill(row: HTMLElement, probability: number): void {
  const value = String(Number((100 * probability).toFixed(2)));
  if (row.getAttribute("aria-valuenow") === value) return;
  row.setAttribute("aria-valuenow", value);
  row.setAttribute("aria-valuetext", percent(probability));
  row.style.setProperty("--p", probability.toFixed(4));
  say(row.lastElementChild!, percent(probability));
}
