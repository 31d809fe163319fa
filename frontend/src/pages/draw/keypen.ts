/** Drawing by keyboard: arrows move a pen over the pad, Space puts it down and lifts it. */

import type { Pad } from "../../pad";

/** Pad units a press. */
const STEP = 40;
const SMALL_STEP = 8;

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class KeyPen {
  private at = { x: 0, y: 0 };
  private isDown = false;

  constructor(
    private readonly pad: Pad,
    private readonly cursor: HTMLElement,
  ) {
    pad.canvas.addEventListener("keydown", (event) => this.press(event));
    pad.canvas.addEventListener("blur", () => this.lift(true));
    pad.canvas.addEventListener("pointerdown", () => this.lift(true));
  }

  private press(event: KeyboardEvent): void {
    const way = WAYS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way) this.move(way, event.shiftKey ? SMALL_STEP : STEP);
    else if (event.key === " ") this.isDown ? this.lift(false) : this.put();
    else return;
    event.preventDefault();
    this.show();
  }

  private put(): void {
    this.isDown = true;
    this.pad.begin();
    this.pad.extend(this.at);
  }

  private move([dx, dy]: readonly [number, number], step: number): void {
    const { x, y } = this.pad.reach;
    this.at = { x: clamp(this.at.x + dx * step, x), y: clamp(this.at.y + dy * step, y) };
    if (this.isDown) this.pad.extend(this.at);
  }

  private lift(isHidden: boolean): void {
    if (this.isDown) this.pad.finish();
    this.isDown = false;
    if (isHidden) this.cursor.hidden = true;
  }

  private show(): void {
    const { x, y } = this.pad.toPixels(this.at);
    this.cursor.hidden = false;
    this.cursor.classList.toggle("is-down", this.isDown);
    this.cursor.style.setProperty("--x", `${x}px`);
    this.cursor.style.setProperty("--y", `${y}px`);
  }
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, -most), most);
