/** What is on the pad: strokes and clears in the order they were made, any of them undone. */

/** A point of a stroke in pad units; pressure 0..1, 0.5 where the pointer has none. */
export interface Point {
  x: number;
  y: number;
  pressure: number;
}

export interface Stroke {
  kind: "ink" | "erase";
  /** Width of the pen at pressure 0.5, in pad units. */
  width: number;
  points: Point[];
}

export type Step = Stroke | { kind: "clear" };

/** All steps; those from `done` on are undone and wait for a redo. Never changed in place. */
export interface Drawing {
  readonly steps: readonly Step[];
  readonly done: number;
}

/** A rectangle in pad units, its far edges included. */
export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Parts of a unit, and of full pressure, that points are told apart by. */
const [PARTS, LEVELS] = [4, 64];

/** A point as fine as an address keeps it, so that a drawing comes back from one as it was. */
export const snapped = ({ x, y, pressure }: Point): Point => ({
  x: Math.round(x * PARTS) / PARTS,
  y: Math.round(y * PARTS) / PARTS,
  pressure: Math.round(pressure * LEVELS) / LEVELS,
});

export const EMPTY: Drawing = { steps: [], done: 0 };

/** Add a stroke; what was undone before it is gone. */
export function withStep(drawing: Drawing, step: Step): Drawing {
  const steps = [...drawing.steps.slice(0, drawing.done), step];
  return { steps, done: steps.length };
}

/** Wipe the pad, as a step that can be undone; a pad with no ink stays as it is. */
export function cleared(drawing: Drawing): Drawing {
  return hasInk(visible(drawing)) ? withStep(drawing, { kind: "clear" }) : drawing;
}

/** Take the last step back; the drawing itself where there is none. */
export function undone(drawing: Drawing): Drawing {
  return canUndo(drawing) ? { ...drawing, done: drawing.done - 1 } : drawing;
}

/** Make the step last undone again; the drawing itself where there is none. */
export function redone(drawing: Drawing): Drawing {
  return canRedo(drawing) ? { ...drawing, done: drawing.done + 1 } : drawing;
}

export const canUndo = (drawing: Drawing): boolean => drawing.done > 0;
export const canRedo = (drawing: Drawing): boolean => drawing.done < drawing.steps.length;

/** The step that an undo would take back, that a redo would make again. */
export const lastStep = (drawing: Drawing): Step | undefined => drawing.steps[drawing.done - 1];
export const nextStep = (drawing: Drawing): Step | undefined => drawing.steps[drawing.done];

/** The strokes since the last clear that stands, in the order in which they were drawn. */
export function visible(drawing: Drawing): Stroke[] {
  const strokes: Stroke[] = [];
  for (const step of drawing.steps.slice(0, drawing.done)) {
    if (step.kind === "clear") strokes.length = 0;
    else strokes.push(step);
  }
  return strokes;
}

export const hasInk = (strokes: readonly Stroke[]): boolean =>
  strokes.some((stroke) => stroke.kind === "ink");

/** The smallest rectangle around all ink strokes, their width included; null without any. */
export function inkBounds(strokes: readonly Stroke[]): Bounds | null {
  let bounds: Bounds | null = null;
  for (const stroke of strokes) {
    if (stroke.kind !== "ink") continue;
    for (const { x, y, pressure } of stroke.points) {
      const r = widthAt(stroke.width, pressure) / 2;
      bounds ??= { left: x - r, top: y - r, right: x + r, bottom: y + r };
      bounds.left = Math.min(bounds.left, x - r);
      bounds.top = Math.min(bounds.top, y - r);
      bounds.right = Math.max(bounds.right, x + r);
      bounds.bottom = Math.max(bounds.bottom, y + r);
    }
  }
  return bounds;
}

/** Width of a pen pressed so hard: its own at 0.5, 0.6 of it at 0, 1.4 of it at 1. */
export function widthAt(width: number, pressure: number): number {
  return width * (0.6 + 0.8 * Math.min(Math.max(pressure, 0), 1));
}
