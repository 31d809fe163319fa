/** The sum that makes up a score: sheet, ink for, ink against; adding up before one's eyes. */

import { type Attribution, sides } from "../../../explain";
import { find, make, say } from "../../draw/dom";
import { className } from "../../draw/words";
import { signed } from "./split";

/** The parts of a score, rounded to `PLACES`, and what they add up to. */
export interface Sum {
  blank: number;
  plus: number;
  minus: number;
  score: number;
}

const PLACES = 3;

export function sumOf({ pixels, blank, score }: Attribution): Sum {
  return { blank, ...sides(pixels), score };
}

const ROWS: [keyof Sum, string][] = [
  ["blank", "An empty sheet has"],
  ["plus", "Ink that speaks for it"],
  ["minus", "Ink that speaks against it"],
  ["score", "Score"],
];

export class SumView {
  readonly element = make("div", { class: "sum" });
  private readonly title = make("h3");
  private readonly table = make("table", { class: "sum-table" });

  constructor() {
    for (const [key, text] of ROWS) {
      const bar = make("span", { class: `sum-bar sum-${key}`, "aria-hidden": "true" });
      this.table.append(
        make(
          "tr",
          { "data-row": key },
          make("th", { scope: "row" }, text),
          make("td", { class: "sum-track" }, bar),
          make("td", { class: "sum-value" }),
        ),
      );
    }
    this.element.append(this.title, this.table);
  }

  show(sum: Sum, of: number): void {
    say(this.title, `How ${className(of)} gets its score`);
    const bars = barsOf(sum);
    for (const [key] of ROWS) {
      const row = find(this.table, `[data-row="${key}"]`);
      const value = find(row, ".sum-value");
      say(value, key === "score" ? `= ${signed(sum[key], PLACES)}` : signed(sum[key], PLACES));
      value.dataset["value"] = String(sum[key]);
      const bar = find(row, ".sum-bar");
      bar.style.left = `${bars[key].from}%`;
      bar.style.width = `${bars[key].to - bars[key].from}%`;
    }
  }
}

/** Where each part's bar begins and ends, in percent: each begins where the one before ended. */
export function barsOf({
  blank,
  plus,
  minus,
  score,
}: Sum): Record<keyof Sum, { from: number; to: number }> {
  const stops = [0, blank, blank + plus, blank + plus + minus, score];
  const [low, high] = [Math.min(...stops), Math.max(...stops)];
  const at = (value: number): number => (100 * (value - low)) / (high - low || 1);
  const bar = (a: number, b: number): { from: number; to: number } => ({
    from: at(Math.min(a, b)),
    to: Math.max(at(Math.max(a, b)), at(Math.min(a, b)) + 0.5),
  });
  return {
    blank: bar(0, blank),
    plus: bar(blank, blank + plus),
    minus: bar(blank + plus, blank + plus + minus),
    score: bar(0, score),
  };
}
