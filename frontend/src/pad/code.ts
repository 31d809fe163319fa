/**
 * A drawing as a short text for an address: base64url of varints.
 *
 * Each stroke: its kind and whether it was pressed (2 bits) with the number of its points, its
 * width in tenths, then the points as steps from the one before, in quarters of a pad unit, with the pressure
 * in sixty-fourths where it varies.
 */

import type { Point, Stroke } from "./strokes";

/** More than this is no drawing of a person, but an address made to keep a browser busy. */
const MOST_POINTS = 20_000;
const [PARTS, LEVELS, EVEN, TENTHS] = [4, 64, 32, 10];

/** Write strokes as text; points that do not move are left out. */
export function encodeStrokes(strokes: readonly Stroke[]): string {
  const numbers: number[] = [];
  for (const { kind, width, points } of strokes) {
    const whole = points
      .map(rounded)
      .filter((point, i, all) => i === 0 || moves(all[i - 1]!, point));
    const isPressed = whole.some((point) => point.pressure !== EVEN);
    numbers.push(whole.length * 4 + (isPressed ? 2 : 0) + (kind === "erase" ? 1 : 0));
    numbers.push(Math.round(width * TENTHS));
    let [x, y] = [0, 0];
    for (const point of whole) {
      numbers.push(zigzag(point.x - x), zigzag(point.y - y));
      if (isPressed) numbers.push(point.pressure);
      ({ x, y } = point);
    }
  }
  const bytes = numbers.flatMap(varint);
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/** Read strokes from text; null where it is none of ours. */
export function decodeStrokes(text: string): Stroke[] | null {
  const numbers = numbersOf(text);
  if (!numbers) return null;
  const strokes: Stroke[] = [];
  let at = 0;
  const next = (): number => numbers[at++] ?? NaN;
  while (at < numbers.length) {
    const head = next();
    const stroke: Stroke = { kind: head & 1 ? "erase" : "ink", width: next() / TENTHS, points: [] };
    let [x, y] = [0, 0];
    for (let i = head >> 2; i > 0; i--) {
      if (at >= numbers.length) return null;
      [x, y] = [x + unzigzag(next()), y + unzigzag(next())];
      const pressure = (head & 2 ? next() : EVEN) / LEVELS;
      stroke.points.push({ x: x / PARTS, y: y / PARTS, pressure });
    }
    if (stroke.points.length) strokes.push(stroke);
  }
  const isSound = (point: Point): boolean => Number.isFinite(point.x + point.y + point.pressure);
  const all = strokes.flatMap((stroke) => stroke.points);
  const isDrawing = all.every(isSound) && strokes.every((stroke) => stroke.width > 0);
  return isDrawing && all.length <= MOST_POINTS ? strokes : null;
}

const rounded = ({ x, y, pressure }: Point): Point => ({
  x: Math.round(x * PARTS),
  y: Math.round(y * PARTS),
  pressure: Math.round(pressure * LEVELS),
});

const moves = (a: Point, b: Point): boolean => a.x !== b.x || a.y !== b.y;
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value & 1 ? -(value + 1) / 2 : value / 2);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

function numbersOf(text: string): number[] | null {
  if (text.length > 4 * MOST_POINTS || !/^[\w-]*$/.test(text)) return null;
  let bytes: string;
  try {
    bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  } catch {
    return null;
  }
  const numbers: number[] = [];
  let [value, factor] = [0, 1];
  for (const letter of bytes) {
    const byte = letter.charCodeAt(0);
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) numbers.push(value);
    if (byte < 128) [value, factor] = [0, 1];
    else if (factor > 2 ** 35) return null;
  }
  return factor === 1 ? numbers : null;
}
