/** Small things that readings are made of. */

import type { Glyph, InkMap } from "../imaging";
import { round } from "../imaging/numbers";
import type { BoxRow } from "./types";

export function product(values: number[]): number {
  return values.reduce((result, value) => result * value, 1);
}

/** Smallest box around all boxes. */
export function union(boxes: BoxRow[]): BoxRow {
  const x = Math.min(...boxes.map((box) => box[0]));
  const y = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[0] + box[2]));
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3]));
  return [x, y, right - x, bottom - y];
}

/** How to bring a glyph's box from the ink map to the drawing, which may be larger. */
export function ontoPage(page: InkMap, scale: number): (glyph: Glyph) => BoxRow {
  return ({ box }) => {
    if (scale === 1) return [box.x, box.y, box.width, box.height];
    const x = Math.min(Math.trunc(box.x / scale), page.width - 1);
    const y = Math.min(Math.trunc(box.y / scale), page.height - 1);
    const right = Math.min(page.width, round((box.x + box.width) / scale));
    const bottom = Math.min(page.height, round((box.y + box.height) / scale));
    return [x, y, Math.max(1, right - x), Math.max(1, bottom - y)];
  };
}
