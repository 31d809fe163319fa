/** From the last units to the answer: how much each adds to its score, or takes away. */

import { cssColour, drawThreads, rectOf } from "../../../draw";
import { make } from "../../draw/dom";
import { guesses, type Item } from "../../draw/items";
import type { Colours } from "../view";
import type { Chart } from "./blocks";
import type { PanelSpot, Plan } from "./layout";
import { put } from "./panel";
import { Scores } from "./scores";

/** Of the signed ramp, a colour that a thin line can be seen in. */
const STRONG = 2 / 3;

export class Threads {
  readonly canvas = make("canvas", { class: "threads", "aria-hidden": "true" });
  private readonly context = this.canvas.getContext("2d")!;
  private from: [number, number][] = [];
  private plan: Plan | null = null;

  constructor(private readonly chart: Chart) {}

  place(plan: Plan): void {
    this.plan = plan;
    const units = this.units();
    this.canvas.hidden = !plan.isWide || !units;
    if (!units || !plan.isWide) return;
    const spot = plan.panels.at(-1)!.at(-1)!;
    const { answer } = plan;
    const left = spot.x + spot.width;
    const top = Math.min(spot.y, answer.y);
    const area = { x: left, y: top, width: answer.x - left, height: answer.height };
    area.height = Math.max(spot.y + spot.height, answer.y + answer.height) - top;
    put(this.canvas, area);
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(area.width * ratio);
    this.canvas.height = Math.round(area.height * ratio);
    this.from = starts(units.count, spot).map((y) => [0, spot.y + y - top]);
  }

  show(item: Item | undefined, colours: Colours): void {
    const { canvas, context, plan } = this;
    if (canvas.hidden || !plan) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const units = this.units();
    const values = units && item?.activations.get(units.output)?.data;
    if (!item || !values) return;
    const { first } = guesses(item);
    const { weights, attributes } = this.chart.answer.layers[0]!;
    const step = attributes["transB"] ? 1 : weights!.shape[1]!;
    const start = attributes["transB"] ? first * weights!.shape[1]! : first;
    const amounts = Array.from(values, (value, i) => value * weights!.data[start + i * step]!);
    const { ratio, width } = this.size();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const y = plan.answer.y + Scores.middle(first, plan.answer.height) - this.top(plan);
    const colour = (value: number): string => cssColour(colours.signed, value, 1, true);
    drawThreads(context, this.from, [width - 4, y], amounts, [colour(STRONG), colour(-STRONG)]);
  }

  /** The block of units that the answer is computed from, where it is one. */
  private units(): { output: string; count: number } | null {
    const [name] = this.chart.answer.inputs;
    const block = this.chart.stages.at(-1)?.blocks.at(-1);
    const isDense = this.chart.answer.layers[0]!.op === "Gemm";
    return isDense && block && block.output === name && block.height * block.width === 1
      ? block
      : null;
  }

  private top(plan: Plan): number {
    return Math.min(plan.panels.at(-1)!.at(-1)!.y, plan.answer.y);
  }

  private size(): { ratio: number; width: number } {
    const width = Number.parseFloat(this.canvas.style.width);
    return { ratio: this.canvas.width / width, width };
  }
}

/** How far below its panel's top each unit lies. */
function starts(count: number, spot: PanelSpot): number[] {
  const form = { count, height: 1, width: 1 };
  const scale = spot.width / (Math.min(spot.columns, count) * (spot.zoom + spot.gap) - spot.gap);
  return Array.from({ length: count }, (_, i) => {
    const { y, height } = rectOf(form, spot, i);
    return (y + height / 2) * scale;
  });
}
