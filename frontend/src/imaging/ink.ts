/** The way of `tenfold.imaging.ink` that a clean page takes: on a pad the drawing is the ink. */

import type { InkMap } from "./types";

/** Maps with a longer side are made smaller before digits are sought. */
const WORKING_SIDE_PX = 1280;
/** Levels of grey between paper and ink, and how many a page must have to be no blank one. */
const LEVELS = 255;
const LEAST_CONTRAST = 10;

/** Ink at full contrast; `scale` says how many of its pixels one of the drawing is long. */
export interface Found {
  ink: InkMap;
  scale: number;
}

/**
 * Bring a drawing to full contrast and to a size to work on.
 *
 * @returns the map itself where nothing needs to change; all 0 where the ink is too faint.
 */
export function findInk(drawing: InkMap): Found {
  const factor = Math.max(1, Math.ceil(Math.max(drawing.width, drawing.height) / WORKING_SIDE_PX));
  const ink = factor > 1 ? shrunk(drawing, factor) : drawing;
  const scale = 1 / factor;
  let peak = 0;
  for (let i = 0; i < ink.data.length; i++) if (ink.data[i] > peak) peak = ink.data[i];
  if (peak === 0 || (peak === 1 && factor === 1)) return { ink, scale };
  return { ink: { ...ink, data: stretched(ink.data, peak) }, scale };
}

/** Full contrast, of the levels of grey that a picture of 8 bits has. */
function stretched(data: Float32Array, peak: number): Float32Array {
  const contrast = Math.round(peak * LEVELS);
  const gain = contrast < LEAST_CONTRAST ? 0 : Math.fround(1 / contrast);
  const levels = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (data[i] > 0) levels[i] = Math.min(1, Math.round(data[i] * LEVELS) * gain);
  }
  return levels;
}

/** The mean of each block of pixels. */
function shrunk(ink: InkMap, factor: number): InkMap {
  const [across, down] = [Math.min(factor, ink.width), Math.min(factor, ink.height)];
  const [width, height] = [Math.floor(ink.width / across), Math.floor(ink.height / down)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height * down; y++) {
    const row = Math.floor(y / down) * width;
    for (let x = 0; x < width * across; x++) {
      data[row + Math.floor(x / across)] += ink.data[y * ink.width + x] / (across * down);
    }
  }
  return { data, width, height };
}
