/** Lesson 1: the picture, and a loupe that shows its numbers. */

import { MapCanvas } from "../../../draw";
import { make } from "../../draw/dom";
import type { Item } from "../../draw/items";
import type { Context } from "../view";
import { type Live, Numbers } from "./live";

const SIDE = 7;
const MOST = 28 - SIDE;

export class Pixels implements Live {
  readonly element = make("div", { class: "lesson-row" });
  private readonly map: MapCanvas;
  private readonly frame = make("span", {
    class: "learn-mark lesson-loupe",
    "aria-hidden": "true",
  });
  private readonly numbers = new Numbers(SIDE, SIDE, "The numbers in the frame");
  private row = 10;
  private column = 10;
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    const canvas = make("canvas", {
      ...{ class: "learn-map", role: "application", tabindex: "0" },
      "aria-label": "The picture, 28 by 28 pixels; arrow keys move the frame",
    });
    this.map = new MapCanvas(
      canvas,
      { count: 1, height: 28, width: 28 },
      { columns: 1, zoom: 10, gap: 0 },
    );
    canvas.addEventListener("pointermove", (event) => this.point(event, canvas));
    canvas.addEventListener("keydown", (event) => this.key(event));
    this.element.append(
      make("div", { class: "learn-frame lesson-picture" }, canvas, this.frame),
      this.numbers.element,
    );
  }

  show(item: Item): void {
    this.item = item;
    this.map.show(item.picture, this.context.colours.ink, 1);
    this.move(this.row, this.column);
  }

  words(): string {
    const ink = this.item?.picture.reduce((sum, value) => sum + value, 0) ?? 0;
    return `784 numbers from 0 to 1, which sum to ${ink.toFixed(1)}. The frame stands at row ${this.row + 1}, column ${this.column + 1}.`;
  }

  private point(event: PointerEvent, canvas: HTMLElement): void {
    const { left, top, width } = canvas.getBoundingClientRect();
    const at = (from: number): number => Math.floor((28 * from) / width) - (SIDE - 1) / 2;
    this.move(at(event.clientY - top), at(event.clientX - left));
  }

  private key(event: KeyboardEvent): void {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
      event.key
    ];
    if (!by) return;
    event.preventDefault();
    this.move(this.row + by[0]!, this.column + by[1]!);
  }

  private move(row: number, column: number): void {
    this.row = Math.min(Math.max(row, 0), MOST);
    this.column = Math.min(Math.max(column, 0), MOST);
    const share = (value: number): string => `${(100 * value) / 28}%`;
    this.frame.style.left = share(this.column);
    this.frame.style.top = share(this.row);
    const { item } = this;
    if (!item) return;
    const values = Array.from({ length: SIDE * SIDE }, (_, i) => {
      const place = (this.row + Math.floor(i / SIDE)) * 28 + this.column + (i % SIDE);
      return item.picture[place]!;
    });
    this.numbers.show(values, this.context.colours.ink, 1);
  }
}
