/** Lesson 2: a kernel of 3 x 3, chosen or written, and the map that it makes. */

import { MapCanvas, peakOf } from "../../../draw";
import { make } from "../../draw/dom";
import type { Item } from "../../draw/items";
import type { Context } from "../view";
import { Choice, type Live } from "./live";

const KERNELS: readonly [string, readonly number[]][] = [
  ["Left edges", [-1, 0, 1, -1, 0, 1, -1, 0, 1]],
  ["Top edges", [-1, -1, -1, 0, 0, 0, 1, 1, 1]],
  ["Diagonals", [1, 0, -1, 0, 1, 0, -1, 0, 1]],
  ["Blur", [1, 1, 1, 1, 1, 1, 1, 1, 1].map((value) => value / 9)],
  ["Outline", [-1, -1, -1, -1, 8, -1, -1, -1, -1]],
];

/** Lay a kernel of 3 x 3 on each place of a picture of 28 x 28, paper around it. */
export function convolved(picture: Float32Array, kernel: readonly number[]): Float32Array {
  return picture.map((_, i) => {
    let sum = 0;
    kernel.forEach((weight, k) => {
      const [x, y] = [(i % 28) + (k % 3) - 1, Math.floor(i / 28) + Math.floor(k / 3) - 1];
      if (x >= 0 && y >= 0 && x < 28 && y < 28) sum += weight * picture[y * 28 + x]!;
    });
    return sum;
  });
}

export class Kernel implements Live {
  readonly element = make("div", { class: "lesson-stack" });
  private readonly choice: Choice;
  private readonly inputs: HTMLInputElement[];
  private readonly before: MapCanvas;
  private readonly after: MapCanvas;
  private kernel: number[] = [...KERNELS[0]![1]];
  private chosen = 0;
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    this.choice = new Choice(
      "Kernel",
      KERNELS.map(([name]) => name),
      (index) => this.choose(index),
    );
    this.inputs = this.kernel.map((_, i) => {
      const input = make("input", { type: "number", step: "0.5", class: "input" });
      input.setAttribute("aria-label", `Row ${Math.floor(i / 3) + 1}, column ${(i % 3) + 1}`);
      input.addEventListener("input", () => this.write(i, Number(input.value) || 0));
      return input;
    });
    const form = { count: 1, height: 28, width: 28 };
    const map = (label: string, isSigned: boolean): MapCanvas => {
      const canvas = make("canvas", { class: "learn-map", role: "img", "aria-label": label });
      return new MapCanvas(canvas, { ...form, isSigned }, { columns: 1, zoom: 8, gap: 0 });
    };
    this.before = map("The picture", false);
    this.after = map("What the kernel makes of it", true);
    const grid = make("div", { class: "kernel-grid", role: "group", "aria-label": "The kernel" });
    grid.append(...this.inputs);
    const sign = (text: string): HTMLElement =>
      make("span", { class: "step-sign", "aria-hidden": "true" }, text);
    const row = make(
      "div",
      { class: "lesson-row is-sum" },
      this.before.canvas,
      sign("×"),
      grid,
      sign("="),
      this.after.canvas,
    );
    this.element.append(this.choice.element, row);
    this.fill();
  }

  show(item: Item): void {
    this.item = item;
    this.paint();
  }

  words(): string {
    const name = KERNELS[this.chosen]?.[0] ?? "Own";
    return `${name} kernel: ${this.kernel.map((value) => Number(value.toFixed(2))).join(", ")}.`;
  }

  private choose(index: number): void {
    this.kernel = [...KERNELS[index]![1]];
    this.chosen = index;
    this.fill();
    this.paint();
    this.context.changed();
  }

  private write(place: number, value: number): void {
    this.kernel[place] = value;
    this.chosen = -1;
    this.choice.set(-1);
    this.paint();
  }

  private fill(): void {
    this.choice.set(this.chosen);
    this.inputs.forEach((input, i) => (input.value = String(Number(this.kernel[i]!.toFixed(2)))));
  }

  private paint(): void {
    if (!this.item) return;
    const { ink, signed } = this.context.colours;
    this.before.show(this.item.picture, ink, 1);
    const data = convolved(this.item.picture, this.kernel);
    this.after.show(data, signed, peakOf({ data, count: 1, isSigned: true }));
  }
}
