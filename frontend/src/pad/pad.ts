/** The drawing pad: pointers in, strokes on a canvas and an ink map out. */

import { InkSource } from "./ink";
import { paintAll, paintStroke } from "./paint";
import { Pointers } from "./pointers";
import * as strokes from "./strokes";
import type { Drawing, Step, Stroke } from "./strokes";
import { holds, scaled, SHORT_SIDE, toUnits, viewFor, type View } from "./view";

/** Widths of the pen in pad units. */
export const PENS = { fine: 16, medium: 32, broad: 56 } as const;
export type Pen = keyof typeof PENS;
/** The eraser is this many times as wide as the pen. */
const ERASER = 2.2;

export interface PadEvents {
  /** Ink changed, and the canvas shows it: on an animation frame, once for all changes in it. */
  inked(isDrawing: boolean): void;
  /** A step was made, undone or redone; the canvas still shows what was there before it. */
  stepped(kind: "draw" | "undo" | "redo", step: Step): void;
}

/** A pad on a canvas element. It paints on animation frames only. */
export class Pad {
  readonly ink = new InkSource();
  pen: Pen = "medium";
  isErasing = false;
  private drawing: Drawing = strokes.EMPTY;
  private live: Stroke | null = null;
  private painted = 0;
  private isStale = true;
  private frame = 0;
  private view: View = { scale: 1, x: 0, y: 0 };
  /** In pixels of the page, and how many of the screen make one of them. */
  size = { width: 0, height: 0, ratio: 1 };
  private colour = "";
  private readonly context: CanvasRenderingContext2D;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly events: PadEvents,
  ) {
    this.context = canvas.getContext("2d")!;
    new Pointers(canvas, {
      start: (isEraser) => this.start(isEraser),
      move: (x, y, pressure) => this.move(x, y, pressure),
      end: (isKept) => this.end(isKept),
    });
    // Asked for once: to ask on every frame makes the browser compute styles on every frame.
    this.colour = getComputedStyle(canvas).color;
    // Its first call comes before the first frame is shown.
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  /** What stands on the pad, the stroke being drawn included. */
  get strokes(): Stroke[] {
    const done = strokes.visible(this.drawing);
    return this.live?.points.length ? [...done, this.live] : done;
  }

  get hasInk(): boolean {
    return strokes.hasInk(this.strokes);
  }

  get canUndo(): boolean {
    return strokes.canUndo(this.drawing);
  }

  get canRedo(): boolean {
    return strokes.canRedo(this.drawing);
  }

  clear(): void {
    this.step(strokes.cleared(this.drawing), "draw");
  }

  undo(): void {
    this.step(strokes.undone(this.drawing), "undo");
  }

  redo(): void {
    this.step(strokes.redone(this.drawing), "redo");
  }

  /** Put strokes on the pad in place of what stands there; nothing of them can be undone. */
  write(steps: readonly Stroke[]): void {
    this.drawing = { steps, done: steps.length };
    this.look();
    this.isStale = true;
    this.schedule();
  }

  /** Paint all again: the theme changed. */
  refresh(): void {
    this.colour = getComputedStyle(this.canvas).color;
    this.isStale = true;
    this.schedule();
  }

  /** Half of the pad's width and height, in pad units: how far a drawing may reach. */
  get reach(): { x: number; y: number } {
    const { width, height } = this.size;
    return { x: width / 2 / this.view.scale, y: height / 2 / this.view.scale };
  }

  /** Pad units -> pixels of the element. */
  toPixels({ x, y }: { x: number; y: number }): { x: number; y: number } {
    return { x: x * this.view.scale + this.view.x, y: y * this.view.scale + this.view.y };
  }

  /** Draw without a pointer: put the pen down, move it to a point in pad units, lift it. */
  begin(): void {
    this.start(false);
  }

  extend({ x, y }: { x: number; y: number }): void {
    this.live?.points.push({ x, y, pressure: 0.5 });
    this.schedule();
  }

  finish(): void {
    this.end(true);
  }

  private start(isEraserEnd: boolean): void {
    const kind = isEraserEnd || this.isErasing ? "erase" : "ink";
    const width = PENS[this.pen] * (kind === "erase" ? ERASER : 1);
    this.live = { kind, width, points: [] };
    this.painted = 0;
  }

  private move(x: number, y: number, pressure: number): void {
    const at = toUnits(this.view, x, y);
    const points = this.live!.points;
    const last = points.at(-1);
    // Less than a thousandth of the pad is a trembling sensor.
    if (last && Math.hypot(at.x - last.x, at.y - last.y) < SHORT_SIDE / 1000) return;
    points.push(strokes.snapped({ ...at, pressure }));
    this.schedule();
  }

  private end(isKept: boolean): void {
    const stroke = this.live;
    this.live = null;
    this.isStale = true;
    if (isKept && stroke?.points.length) {
      this.step(strokes.withStep(this.drawing, stroke), "draw");
    }
    // Not on the next frame: the answer stands before the hand has left the pad.
    this.paint();
  }

  private step(next: Drawing, kind: "draw" | "undo" | "redo"): void {
    if (next === this.drawing || (this.live && kind !== "draw")) return;
    const step = kind === "undo" ? strokes.lastStep(this.drawing) : strokes.lastStep(next);
    this.drawing = next;
    if (step?.kind === "clear" || kind !== "draw") this.look();
    this.isStale = true;
    this.events.stepped(kind, step!);
    this.schedule();
  }

  /** Keep the view where it shows all ink; otherwise find one that does. */
  private look(): void {
    const { width, height } = this.size;
    const ink = strokes.inkBounds(this.strokes);
    if (ink === null || !holds(this.view, width, height, ink)) {
      this.view = viewFor(width, height, ink);
    }
  }

  /** Fit canvas and view to the element: at the start, on a resize, on another screen. */
  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = window.devicePixelRatio;
    const { size } = this;
    if (!width || !height) return;
    if (size.width === width && size.height === height && size.ratio === ratio) return;
    this.size = { width, height, ratio };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.ink.resize(width, height);
    this.view = viewFor(width, height, strokes.inkBounds(this.strokes));
    this.isStale = true;
    // A canvas that was given a size is empty: paint before the browser shows it.
    this.paint();
  }

  private schedule(): void {
    this.frame ||= requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { ratio } = this.size;
    const onScreen = scaled(this.view, ratio);
    const { colour } = this;
    if (this.isStale) {
      paintAll(this.context, this.strokes, onScreen, colour);
      this.ink.repaint(this.strokes, this.view);
    } else if (this.live && this.live.points.length > this.painted) {
      paintStroke(this.context, this.live, onScreen, colour, this.painted);
      this.ink.grow(this.live, this.painted);
    } else return;
    this.isStale = false;
    this.painted = this.live?.points.length ?? 0;
    this.events.inked(this.live !== null);
  }
}
