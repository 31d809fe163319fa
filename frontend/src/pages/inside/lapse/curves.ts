/** Loss and accuracy over the epochs, with a line where one is. */

import { curvePath, rangeOf } from "../../../draw/curve";
import type { EpochMetrics } from "../../../timelapse";
import { make } from "../../draw/dom";

const FRAME = { width: 300, height: 84 };

type Key = "loss" | "validation_loss" | "accuracy" | "validation_accuracy";
const CHARTS: { title: string; keys: [Key, Key] }[] = [
  { title: "Loss", keys: ["loss", "validation_loss"] },
  { title: "Accuracy", keys: ["accuracy", "validation_accuracy"] },
];

export class Curves {
  readonly element = make("div", { class: "lapse-curves" });
  private readonly charts = CHARTS.map(({ title }) => {
    const box = make("figure", {}, make("figcaption", {}, title));
    box.insertAdjacentHTML(
      "beforeend",
      `<svg viewBox="-3 -3 ${FRAME.width + 6} ${FRAME.height + 6}" aria-hidden="true"><path class="curve-training"/><path class="curve-held"/><path class="curve-here"/></svg>`,
    );
    const words = make("p", { class: "note" });
    box.append(words);
    this.element.append(box);
    return { paths: [...box.querySelectorAll("path")], words };
  });

  /** @param at - the place of the epoch among the metrics. */
  show(metrics: readonly EpochMetrics[], at: number): void {
    CHARTS.forEach(({ keys }, i) => {
      const curves = keys.map((key) => metrics.map((line) => line[key] ?? null));
      const frame = { ...FRAME, low: 0, high: i === 0 ? rangeOf(curves) : 1 };
      const { paths, words } = this.charts[i]!;
      curves.forEach((values, k) => paths[k]!.setAttribute("d", curvePath(values, frame)));
      const x = (FRAME.width * at) / Math.max(metrics.length - 1, 1);
      paths[2]!.setAttribute("d", `M${x} 0V${FRAME.height}`);
      const number = (value: number | null | undefined): string =>
        value == null ? "–" : i === 0 ? value.toFixed(3) : `${(100 * value).toFixed(1)}%`;
      const line = metrics[at];
      words.textContent = `training ${number(line?.[keys[0]])}, held out ${number(line?.[keys[1]])}`;
    });
  }
}
