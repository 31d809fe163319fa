/** Boxes of digits -> lines of numbers, in reading order. */

import { least, median } from "./numbers";
import type { Box } from "./types";

/** What is lower than this share of its line's digits is punctuation or dirt. */
const SMALL = 0.4;
/** A gap wider than this share of the line's height may part two numbers. */
const SPACE = 0.65;
/** And it does when it is this many times the usual gap. */
const USUAL_GAPS = 2.2;
/**
 * A straight slanted stroke this many times as tall as its line's digits is a slash, unless it
 * begins or ends the line.
 */
const SLASH = 1.2;
/** What is this many times as wide as it is high is a dash or what is left of a rule. */
const FLAT = 3.5;
/** What is smaller than this share of the page's digits in both directions is no digit. */
const DUST = 0.25;

/**
 * Put boxes in reading order.
 *
 * @param boxes one a glyph, in any order.
 * @param slanted which of them are straight slanted strokes: those taller than their line are
 *   slashes.
 * @returns lines from top to bottom; each a list of numbers from left to right; each a list of
 *   places in `boxes`. What is too small for a digit of its line, or a slash, is left out.
 */
export function arrange(boxes: Box[], slanted: Set<number>): number[][][] {
  const all = boxes.map((_, i) => i);
  const upright = all.filter((i) => boxes[i].width <= FLAT * boxes[i].height);
  if (!upright.length) return [];
  const size = (i: number): number => Math.max(boxes[i].height, boxes[i].width);
  const tallest = Math.max(...upright.map(size));
  const usual = median(upright.map(size).filter((side) => 2 * side >= tallest));
  const chosen = upright.filter((i) => size(i) >= DUST * usual);
  const lines = linesOf(chosen, boxes).map((line) => digitsOf(line, boxes, slanted));
  const middles = new Map(lines.map((line) => [line, median(line.map((i) => middle(boxes[i])))]));
  lines.sort((a, b) => middles.get(a)! - middles.get(b)!);
  return lines.map((line) => numbersOf(line, boxes));
}

/** Chains of boxes from left to right, each beside the one before it. */
function linesOf(chosen: number[], boxes: Box[]): number[][] {
  const lines: number[][] = [];
  for (const i of [...chosen].sort((a, b) => boxes[a].x - boxes[b].x)) {
    const fitting = lines.filter((line) => continues(line, boxes[i], boxes));
    const step = (line: number[]): number =>
      Math.abs(middle(boxes[line[line.length - 1]]) - middle(boxes[i]));
    if (fitting.length) least(fitting, step).push(i);
    else lines.push([i]);
  }
  return lines;
}

/** Whether a box lies beside one of the line's last ones, the tallest of them. */
function continues(line: number[], box: Box, boxes: Box[]): boolean {
  const last = line.slice(-3).map((i) => boxes[i]);
  const beside = least(last, (other) => -other.height);
  const bottom = Math.min(beside.y + beside.height, box.y + box.height);
  const shared = bottom - Math.max(beside.y, box.y);
  const [small, tall] = [beside.height, box.height].sort((a, b) => a - b);
  // A comma hangs below the line that it belongs to.
  return shared >= (small < 0.5 * tall ? -0.2 * tall : 0.4 * small);
}

function middle(box: Box): number {
  return box.y + box.height / 2;
}

/** Leave out what is too low to be a digit of the line, and slashes. */
function digitsOf(line: number[], boxes: Box[], slanted: Set<number>): number[] {
  const height = (i: number): number => boxes[i].height;
  const tall = Math.max(...line.map(height));
  const usual = median(line.map(height).filter((each) => 2 * each >= tall));
  const digits = line.filter((i) => height(i) >= SMALL * usual);
  const upright = digits.filter((i) => !slanted.has(i)).map(height);
  if (!upright.length) return digits;
  const limit = SLASH * median(upright);
  const ends = [digits[0], digits[digits.length - 1]];
  return digits.filter((i) => ends.includes(i) || !slanted.has(i) || height(i) < limit);
}

/** Part a line at gaps that are wide for its height and for its other gaps. */
function numbersOf(line: number[], boxes: Box[]): number[][] {
  const gaps = line.slice(1).map((i, place) => {
    const before = boxes[line[place]];
    return boxes[i].x - (before.x + before.width);
  });
  const usual = gaps.length > 2 ? median(gaps) : 0;
  const limit = Math.max(SPACE * median(line.map((i) => boxes[i].height)), USUAL_GAPS * usual);
  const numbers = [[line[0]]];
  line.slice(1).forEach((i, place) => {
    if (gaps[place] > limit) numbers.push([]);
    numbers[numbers.length - 1].push(i);
  });
  return numbers;
}
