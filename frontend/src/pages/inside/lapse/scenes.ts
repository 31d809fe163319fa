/** What is seen of one epoch: weights, answers, the digit's bars, confusions. */

import { MapCanvas, type Maps, peakOf, type Ramp, type Tiling } from "../../../draw";
import { make, say } from "../../draw/dom";
import { className, percent } from "../../draw/words";

/** Maps of any form on one canvas: a new one where the form is another. */
export class AnyMaps {
  readonly element = make("div", { class: "lapse-maps" });
  private map: MapCanvas | null = null;
  private form = "";

  constructor(private readonly label: string) {}

  show(maps: Maps | null, ramp: Ramp, tiling: (maps: Maps) => Tiling): void {
    this.element.hidden = !maps;
    if (!maps) return;
    const { data, ...form } = maps;
    const key = Object.values(form).join();
    if (key !== this.form) {
      const canvas = make("canvas", { role: "img", "aria-label": this.label });
      this.map = new MapCanvas(canvas, form, tiling(maps));
      this.element.replaceChildren(canvas);
      this.form = key;
    }
    this.map!.show(data, ramp, peakOf(maps));
  }
}

/** How probable each of the eleven is for one's own digit. */
export class Bars {
  readonly element = make("div", { class: "bars" });
  private readonly rows = [...Array(11).keys()].map((of) => {
    const bar = make("span", { class: "bars-bar", "aria-hidden": "true" });
    const value = make("span", { class: "bars-value" });
    const row = make("div", { class: "bars-row" }, make("span", {}, className(of)), bar, value);
    this.element.append(row);
    return { row, bar, value };
  });

  show(probabilities: ArrayLike<number>): void {
    const all = Array.from(probabilities);
    const first = all.indexOf(Math.max(...all));
    this.rows.forEach(({ row, bar, value }, of) => {
      row.classList.toggle("is-first", of === first);
      bar.style.setProperty("--p", String(all[of]));
      say(value, percent(all[of]!));
    });
  }
}

/** Shares of each row of a matrix of counts: (11 * 11), row by row; rows without any are 0. */
export function sharesOf(confusion: readonly (readonly number[])[]): Float32Array {
  const shares = confusion.flatMap((row) => {
    const sum = row.reduce((total, count) => total + count, 0);
    // The root makes the rare mix-ups visible beside the many right answers.
    return row.map((count) => (sum > 0 ? Math.sqrt(count / sum) : 0));
  });
  return Float32Array.from(shares);
}

/** '3 read as 5 (12), 9 as 4 (7)': the most frequent mix-ups; '' where there are none. */
export function mixUps(confusion: readonly (readonly number[])[], most = 3): string {
  return confusion
    .flatMap((row, written) => row.map((count, read) => ({ written, read, count })))
    .filter(({ written, read, count }) => written !== read && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ written, read, count }) => `${className(written)} as ${className(read)} (${count})`)
    .join(", ");
}
