/** Ink in a box -> the one 28x28 picture that a network sees. */

import { boundsOf } from "./components";
import { round } from "./numbers";
import { resizeArea, resizeLinear } from "./resize";
import type { InkMap } from "./types";

export const SIZE_PX = 28;
const LONG_SIDE_PX = 20;
/** Ink fainter than this share of the darkest ink is paper when the box is drawn tight. */
const INK_THRESHOLD = 0.2;

/**
 * Scale and centre one digit as the MNIST pictures are, step for step as `tenfold.imaging.normalise`.
 *
 * The ink is cut to its tight box, scaled with its aspect kept so that the long side is 20 px,
 * brought to full contrast, and moved by whole pixels so that its centre of mass is in the middle;
 * a digit whose mass lies far off its box's middle stops at the picture's edge.
 *
 * @returns (28 * 28) in 0..1, 1 = ink; all 0 where there is no ink.
 */
export function normalise(ink: InkMap): Float32Array {
  const picture = new Float32Array(SIZE_PX * SIZE_PX);
  const peak = largest(ink.data);
  const tight = peak > 0 ? cut(ink, peak * INK_THRESHOLD) : null;
  if (!tight) return picture;
  const small = scaled(tight);
  const gain = 1 / largest(small.data);
  const [top, left] = origin(small);
  for (let i = 0; i < small.data.length; i++) {
    const [y, x] = [Math.floor(i / small.width), i % small.width];
    picture[(top + y) * SIZE_PX + left + x] = small.data[i] * gain;
  }
  return picture;
}

function largest(data: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > peak) peak = data[i];
  return peak;
}

function cut(ink: InkMap, threshold: number): InkMap | null {
  const bounds = boundsOf(ink, threshold);
  if (!bounds) return null;
  const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (bounds.top + y) * ink.width + bounds.left;
    data.set(ink.data.subarray(row, row + width), y * width);
  }
  return { data, width, height };
}

function scaled(ink: InkMap): InkMap {
  const scale = LONG_SIDE_PX / Math.max(ink.height, ink.width);
  if (scale === 1) return ink;
  const [width, height] = [ink.width, ink.height].map((side) => Math.max(1, round(side * scale)));
  const small = (scale < 1 ? resizeArea : resizeLinear)(ink, width, height);
  // An area of nothing but faint ink would vanish in the average of a very long, thin picture.
  for (let i = 0; i < small.data.length; i++) small.data[i] += 1e-12;
  return small;
}

/** Row and column at which the centre of mass falls on the picture's middle. */
function origin({ data, width, height }: InkMap): [number, number] {
  let [mass, down, across] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    mass += data[i];
    down += data[i] * Math.floor(i / width);
    across += data[i] * (i % width);
  }
  const middle = (SIZE_PX - 1) / 2;
  const place = (centre: number, side: number): number =>
    Math.min(Math.max(round(middle - centre), 0), SIZE_PX - side);
  return [place(down / mass, height), place(across / mass, width)];
}
