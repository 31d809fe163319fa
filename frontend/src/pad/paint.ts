/** Strokes -> a canvas: round ends, smooth curves, width by pressure. */

import { widthAt, type Point, type Stroke } from "./strokes";
import type { View } from "./view";

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Empty a canvas and paint all strokes on it. */
export function paintAll(
  context: Context,
  strokes: readonly Stroke[],
  view: View,
  colour: string,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const stroke of strokes) paintStroke(context, stroke, view, colour);
}

/** Paint a stroke from its point `from` on, as when it grew since the last frame. */
export function paintStroke(
  context: Context,
  stroke: Stroke,
  view: View,
  colour: string,
  from = 0,
): void {
  context.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
  context.globalCompositeOperation = stroke.kind === "erase" ? "destination-out" : "source-over";
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = context.fillStyle = colour;
  if (stroke.points.length === 1) paintDot(context, stroke);
  else if (isEven(stroke)) paintEven(context, stroke, from);
  else paintPressed(context, stroke, from);
  context.globalCompositeOperation = "source-over";
}

function paintDot(context: Context, { points, width }: Stroke): void {
  const { x, y, pressure } = points[0]!;
  context.beginPath();
  context.arc(x, y, widthAt(width, pressure) / 2, 0, 2 * Math.PI);
  context.fill();
}

const isEven = ({ points }: Stroke): boolean =>
  points.every((point) => point.pressure === points[0]!.pressure);

/** One path of one width: through the middles of the pieces, bent towards the points. */
function paintEven(context: Context, { points, width }: Stroke, from: number): void {
  const first = Math.max(from - 2, 0);
  context.lineWidth = widthAt(width, points[0]!.pressure);
  context.beginPath();
  moveTo(context, first === 0 ? points[0]! : middle(points[first]!, points[first + 1]!));
  for (let i = first + 1; i < points.length - 1; i++) bend(context, points, i);
  lineTo(context, points[points.length - 1]!);
  context.stroke();
}

/** A short path a point, each with the width that the pen had there. */
function paintPressed(context: Context, { points, width }: Stroke, from: number): void {
  for (let i = Math.max(from - 1, 1); i < points.length; i++) {
    const [before, here, after] = [points[i - 1]!, points[i]!, points[i + 1]];
    context.lineWidth = widthAt(width, (before.pressure + here.pressure) / 2);
    context.beginPath();
    moveTo(context, i === 1 ? before : middle(before, here));
    if (after) bend(context, points, i);
    else lineTo(context, here);
    context.stroke();
  }
}

function bend(context: Context, points: readonly Point[], i: number): void {
  const end = middle(points[i]!, points[i + 1]!);
  context.quadraticCurveTo(points[i]!.x, points[i]!.y, end.x, end.y);
}

const middle = (a: Point, b: Point): { x: number; y: number } => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
});

const moveTo = (context: Context, at: { x: number; y: number }): void => context.moveTo(at.x, at.y);
const lineTo = (context: Context, at: { x: number; y: number }): void => context.lineTo(at.x, at.y);
