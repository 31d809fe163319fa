/** What a step does to the answer: eleven probabilities before and after, the loss, and the rest. */

import { type Lesson, softmax } from "../../../learn";
import { make, say } from "../../draw/dom";
import { className, percent } from "../../draw/words";
import { short } from "./weights";

export interface Others {
  before: number;
  after: number;
  count: number;
}

export class OutcomeView {
  readonly element = make("div", { class: "outcome" });
  private readonly loss = make("p", { class: "outcome-loss", role: "status" });
  private readonly others = make("p", {});
  private readonly rows: { row: HTMLElement; cells: HTMLElement[] }[] = [];

  constructor() {
    const head = ["Class", "Before", "After", "Slope"].map((text) =>
      make("th", { scope: "col" }, text),
    );
    const body = make("tbody");
    for (let of = 0; of <= 10; of++) {
      const cells = [0, 1, 2].map(() => make("td"));
      const row = make("tr", {}, make("th", { scope: "row" }, className(of)), ...cells);
      this.rows.push({ row, cells });
      body.append(row);
    }
    const table = make(
      "table",
      { class: "outcome-table" },
      make("thead", {}, make("tr", {}, ...head)),
    );
    table.append(body);
    this.element.append(this.loss, this.others, table);
  }

  show({ before, after, slope }: Lesson, label: number, others: Others): void {
    say(this.loss, lossWords(before.loss, after.loss));
    const isKnown = others.count > 0;
    say(this.others, isKnown ? othersWords(others) : "");
    const [was, is] = [softmax(before.logits), softmax(after.logits)];
    this.rows.forEach(({ row, cells }, of) => {
      row.classList.toggle("is-label", of === label);
      const values = [was[of]!, is[of]!];
      values.forEach((value, i) => {
        const isNumber = Number.isFinite(value);
        cells[i]!.style.setProperty("--p", String(isNumber ? value : 0));
        say(cells[i]!, isNumber ? percent(value) : "–");
      });
      say(cells[2]!, short(slope[of]!).replace("-", "−"));
    });
  }
}

/** 'Loss 2.41 → 1.97: the step helps.' */
export function lossWords(before: number, after: number): string {
  const text = `Loss ${short(before)} → ${short(after)}`;
  if (!Number.isFinite(after)) return `${text}: the network is broken. Start afresh.`;
  if (after < before) return `${text}: the step helps.`;
  return after === before
    ? `${text}: nothing is left to learn.`
    : `${text}: the step was too large.`;
}

export function othersWords({ before, after, count }: Others): string {
  const text = `Digits by other hands read right: ${before} → ${after} of ${count}`;
  return after < before - 2 ? `${text}. It forgets them: the step is too large.` : `${text}.`;
}
