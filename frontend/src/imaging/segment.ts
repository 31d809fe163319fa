/** Ink map -> glyphs, one a digit, in reading order. */

import { groupMarks } from "./grouping";
import { arrange } from "./layout";
import { around, findMarks, heightOf, type Mark, type Marks } from "./marks";
import { median } from "./numbers";
import type { Box, Glyph, InkMap, Sides } from "./types";

/** What has less than this share of the ink of the page's digits is none. */
const LIGHT = 0.1;

/**
 * Split ink into digits, step for step as `tenfold.imaging.segment`.
 *
 * Connected strokes are joined where they overlap from above or lie nearer than strokes of two
 * digits do; what is too small for its line, or a frame, is no digit.
 *
 * @returns lines from top to bottom, each a list of numbers from left to right, each a list of
 *   glyphs; [] on a blank map.
 */
export function segment(ink: InkMap): Glyph[][][] {
  const found = findMarks(ink);
  if (!found) return [];
  const groups = found.marks.length === 1 ? [found.marks] : heavy(groupMarks(found));
  const boxes = groups.map((group) => toBox(around(group)));
  const places = groups.map((_, i) => i);
  const isStraight = (i: number): boolean => groups.length > 2 && isSlant(found, groups[i]);
  const lines = arrange(boxes, new Set(places.filter(isStraight)));
  return lines.map((line) => line.map((number) => number.map((i) => joined(found, groups[i]))));
}

/** Leave out what has too little ink for a digit: slivers of what was cut off. */
function heavy(groups: Mark[][]): Mark[][] {
  const areas = groups.map((group) => group.reduce((sum, mark) => sum + mark.area_px, 0));
  const largest = Math.max(...areas);
  const usual = median(areas.filter((area) => 4 * area >= largest));
  return groups.filter((_, i) => areas[i] >= LIGHT * usual);
}

function toBox({ left, top, right, bottom }: Sides): Box {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether a group is one straight slanted stroke, as a slash is and some a 1. */
function isSlant({ labels, stroke_px }: Marks, group: Mark[]): boolean {
  if (group.length > 1) return false;
  const [{ box, number }] = group;
  const aspect = (box.right - box.left) / heightOf(box);
  if (aspect < 0.2 || aspect > 1) return false;
  let [n, sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < heightOf(box); y++) {
    const row = (y + box.top - labels.cut.top) * labels.width + box.left - labels.cut.left;
    for (let x = 0; x < box.right - box.left; x++) {
      if (labels.data[row + x] !== number) continue;
      n++;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumYY += y * y;
      sumXY += x * y;
    }
  }
  const xx = (sumXX - (sumX * sumX) / n) / (n - 1);
  const yy = (sumYY - (sumY * sumY) / n) / (n - 1);
  const xy = (sumXY - (sumX * sumY) / n) / (n - 1);
  // The smaller eigenvalue of the covariance: how far the pixels spread across the stroke.
  const spread = (xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy);
  return spread < (0.4 * stroke_px) ** 2 + 1 && sumXY * n < sumX * sumY;
}

/** Make a glyph; two or three tall parts side by side may as well be digits of their own. */
function joined(found: Marks, group: Mark[]): Glyph {
  const glyph = cutOut(found, group);
  const tall = group.filter((mark) => heightOf(mark.box) >= 0.6 * glyph.box.height);
  if (group.length === 1 || tall.length < 2) return glyph;
  tall.sort((a, b) => a.box.left - b.box.left);
  return { ...glyph, parts: tall.map((mark) => cutOut(found, [mark])) };
}

/** Cut marks out of the page with their soft edge, without what belongs to others. */
function cutOut({ ink, labels }: Marks, group: Mark[]): Glyph {
  const { left, top, right, bottom } = around(group);
  const box = toBox({
    left: Math.max(left - 1, 0),
    top: Math.max(top - 1, 0),
    right: Math.min(right + 1, ink.width),
    bottom: Math.min(bottom + 1, ink.height),
  });
  const data = new Float32Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const row = (box.y + y) * ink.width + box.x;
    data.set(ink.data.subarray(row, row + box.width), y * box.width);
  }
  if (group.length < labels.pieces.length) dropOthers(data, box, labels, group);
  return { box, ink: { data, width: box.width, height: box.height }, parts: [] };
}

/** Set to 0, in place, what belongs to other pieces, with the soft edge of theirs. */
function dropOthers(data: Float32Array, box: Box, labels: Marks["labels"], group: Mark[]): void {
  const own = new Uint8Array(labels.pieces.length + 1);
  for (const mark of group) own[mark.number] = 1;
  const offset = (box.y - labels.cut.top) * labels.width + box.x - labels.cut.left;
  const labelAt = (x: number, y: number): number => labels.data[offset + y * labels.width + x];
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const label = labelAt(x, y);
      if (!label || own[label]) continue;
      for (let row = Math.max(y - 1, 0); row < Math.min(y + 2, box.height); row++) {
        for (let column = Math.max(x - 1, 0); column < Math.min(x + 2, box.width); column++) {
          if (!own[labelAt(column, row)]) data[row * box.width + column] = 0;
        }
      }
    }
  }
}
