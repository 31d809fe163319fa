/** The weights of one unit of the first layer: before the step, what the step adds, and after it. */

import { MapCanvas, peakOf } from "../../../draw";
import type { Lesson, Mlp } from "../../../learn";
import { make, say } from "../../draw/dom";
import type { Colours } from "../view";

const FORM = { count: 1, height: 28, width: 28, isSigned: true };
const TILING = { columns: 1, zoom: 4, gap: 0 };
const TITLES = ["Before", "Step", "After"];
const SIGNS = ["", "+", "="];

/** The 784 weights of a unit: before, change and after; (784) each. */
export function weightsOf(before: Mlp, after: Mlp, unit: number): Float32Array[] {
  const of = (mlp: Mlp): Float32Array => mlp[0]!.weight.subarray(784 * unit, 784 * (unit + 1));
  const change = of(after).map((value, k) => value - of(before)[k]!);
  return [of(before).slice(), change, of(after).slice()];
}

export class WeightsView {
  readonly element = make("div", { class: "learn-weights" });
  private readonly maps: MapCanvas[];
  private readonly notes: HTMLElement[];
  private readonly title = make("h3");
  private readonly slider = make("input", { type: "range", min: "0", max: "255", step: "1" });

  /** @param pick - is told which unit was chosen. */
  constructor(pick: (unit: number) => void) {
    this.slider.setAttribute("aria-label", "Unit of the first layer");
    this.slider.addEventListener("input", () => pick(Number(this.slider.value)));
    this.notes = TITLES.map(() => make("span", { class: "note" }));
    this.maps = TITLES.map((title) => {
      const canvas = make("canvas", { class: "learn-map", role: "img" });
      canvas.setAttribute("aria-label", `Weights: ${title.toLowerCase()}`);
      return new MapCanvas(canvas, FORM, TILING);
    });
    const row = make("div", { class: "learn-row" });
    TITLES.forEach((title, i) => {
      if (SIGNS[i])
        row.append(make("span", { class: "step-sign", "aria-hidden": "true" }, SIGNS[i]!));
      row.append(
        make("figure", {}, make("figcaption", {}, title), this.maps[i]!.canvas, this.notes[i]!),
      );
    });
    const label = make("label", { class: "slider" }, this.title, this.slider);
    this.element.append(label, row);
  }

  show(before: Mlp, lesson: Lesson, unit: number, { signed }: Colours): void {
    say(this.title, `Weights of unit ${unit + 1} of 256`);
    this.slider.value = String(unit);
    this.slider.setAttribute("aria-valuetext", `unit ${unit + 1} of 256`);
    const all = weightsOf(before, lesson.mlp, unit);
    const peak = peakOf({ data: all[0]!, count: 1, isSigned: true });
    all.forEach((data, i) => {
      const own = peakOf({ data, count: 1, isSigned: true });
      // A step is far smaller than the weights: it has a scale of its own, written below it.
      this.maps[i]!.show(data, signed, i === 1 ? own : peak);
      const is =
        i === 1 && own === 0 ? "nothing changes: the unit is silent" : `up to ±${short(own)}`;
      say(this.notes[i]!, is);
    });
  }
}

/** Three digits that count: '0.0124', '1.23'. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "no number";
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}
