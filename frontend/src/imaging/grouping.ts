/** Which marks are parts of one digit. */

import { distanceBetween, heightOf, type Mark, type Marks } from "./marks";
import { median } from "./numbers";
import type { Sides } from "./types";

/** Parts of one digit lie no further apart than this many stroke widths. */
const JOINS = 1.3;
/** A gap of less than this many stroke widths is a crack in a stroke. */
const CRACK = 0.3;
/** A mark lower than this, against its line, is no digit beside another. */
const PART = 0.42;
/** The top bar of a 5 may lie this share of a digit's height above the rest. */
const BAR = 0.35;
/** A mark this tall, against its line, is a digit of its own. */
const FULL = 0.72;

/** Marks that make up one digit each. */
export function groupMarks(found: Marks): Mark[][] {
  const { marks } = found;
  const parents = marks.map((_, i) => i);
  const root = (i: number): number => (parents[i] === i ? i : root(parents[i]));
  const tall = usualHeight(marks);
  for (const [i, j] of neighbours(marks, Math.max(JOINS * found.stroke_px, 0.3 * tall))) {
    if (root(i) !== root(j) && belong(found, marks[i], marks[j], tall)) parents[root(j)] = root(i);
  }
  const groups = new Map<number, Mark[]>();
  marks.forEach((mark, i) => {
    const group = groups.get(root(i));
    if (group) group.push(mark);
    else groups.set(root(i), [mark]);
  });
  return [...groups.values()];
}

/** Height of a digit on this page: the median of all marks that are not small. */
function usualHeight(marks: Mark[]): number {
  const heights = marks.map((mark) => heightOf(mark.box));
  const tallest = Math.max(...heights);
  return median(heights.filter((height) => height >= 0.5 * tallest));
}

/** Places of the pairs of marks whose boxes lie within reach of each other. */
function neighbours(marks: Mark[], reach_px: number): [number, number][] {
  const order = marks.map((_, i) => i).sort((i, j) => marks[i].box.left - marks[j].box.left);
  const pairs: [number, number][] = [];
  order.forEach((i, place) => {
    const a = marks[i].box;
    for (const j of order.slice(place + 1)) {
      const b = marks[j].box;
      if (b.left > a.right + reach_px) break;
      if (Math.max(a.top, b.top) <= Math.min(a.bottom, b.bottom) + reach_px) pairs.push([i, j]);
    }
  });
  return pairs;
}

/** Whether two marks are parts of one digit. */
function belong(found: Marks, first: Mark, second: Mark, tall: number): boolean {
  const [a, b] = [first.box, second.box];
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left); // below 0 a gap
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const narrower = Math.min(a.right - a.left, b.right - b.left);
  const lower = Math.min(heightOf(a), heightOf(b));
  if (across <= 0 && (isDash(a, b, tall) || isDash(b, a, tall))) return false;
  if (across >= narrower && down >= lower) return true; // a dot in a zero
  let reach_px = JOINS * found.stroke_px + 1;
  const isNear = (): boolean => distanceBetween(found, first, second, reach_px) <= reach_px;
  if (across >= 0.5 * narrower) {
    return lower >= FULL * tall && down > 0 ? isNear() : isStack(a, b, tall, reach_px);
  }
  if (across < 0.25 * narrower) {
    // Side by side: what is nearly a digit tall is one, unless no more than a crack parts them.
    if (lower >= FULL * tall) return false;
    if (lower >= PART * tall) reach_px = CRACK * found.stroke_px;
  }
  return isNear();
}

/** Whether one box is a dash beside the middle of the other, a full digit. */
function isDash(flat: Sides, digit: Sides, tall: number): boolean {
  const height = heightOf(digit);
  if (height < FULL * tall || heightOf(flat) > 0.35 * height) return false;
  const middle = ((flat.top + flat.bottom) / 2 - digit.top) / height;
  return 0.25 <= middle && middle <= 0.85;
}

/** Whether two boxes, one above the other or overlapping, hold parts of one digit. */
function isStack(a: Sides, b: Sides, tall: number, reach_px: number): boolean {
  const [upper, lower] = a.top <= b.top ? [a, b] : [b, a];
  const gap = lower.top - upper.bottom;
  if (Math.min(heightOf(upper), heightOf(lower)) >= FULL * tall) {
    // Two lines of one digit each, overlapping digits, or the two rings of an 8.
    const flat = [a, b].every((box) => 2 * heightOf(box) <= 2.5 * (box.right - box.left));
    return gap <= (flat ? reach_px : reach_px / 2);
  }
  return gap <= Math.max((heightOf(upper) <= 0.3 * tall ? BAR : 0.2) * tall, reach_px);
}
