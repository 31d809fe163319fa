/** Resizing as OpenCV does it. */

import type { InkMap } from "./types";

/** What one pixel of the result is made of along an axis: weights of pixels from `first` on. */
interface Mix {
  first: number;
  weights: number[];
}

/** Resize by INTER_AREA: each pixel is the mean of what it covers. For making smaller. */
export function resizeArea(ink: InkMap, width: number, height: number): InkMap {
  return mixed(ink, areaMixes(ink.width, width), areaMixes(ink.height, height));
}

/** Resize by INTER_LINEAR: each pixel is between its two neighbours on each axis. */
export function resizeLinear(ink: InkMap, width: number, height: number): InkMap {
  return mixed(ink, linearMixes(ink.width, width), linearMixes(ink.height, height));
}

function areaMixes(from: number, to: number): Mix[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, place) => {
    const [start, end] = [place * scale, Math.min((place + 1) * scale, from)];
    // What covers less than a thousandth of a pixel is passed over.
    const first = Math.ceil(start) - start > 1e-3 ? Math.floor(start) : Math.ceil(start);
    const last = end - Math.floor(end) > 1e-3 ? Math.floor(end) : Math.floor(end) - 1;
    const weights = Array.from({ length: last - first + 1 }, (_, i) => {
      const covered = Math.min(first + i + 1, end) - Math.max(first + i, start);
      return covered / (end - start);
    });
    return { first, weights };
  });
}

function linearMixes(from: number, to: number): Mix[] {
  return Array.from({ length: to }, (_, place) => {
    const at = Math.min(Math.max(((place + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.min(Math.floor(at), Math.max(from - 2, 0));
    return { first, weights: from === 1 ? [1] : [1 - (at - first), at - first] };
  });
}

function mixed(ink: InkMap, columns: Mix[], rows: Mix[]): InkMap {
  const [width, height] = [columns.length, rows.length];
  const data = new Float32Array(width * height);
  const across = new Float64Array(width);
  rows.forEach((row, y) => {
    row.weights.forEach((share, i) => {
      mixRow(ink, row.first + i, columns, across);
      for (let x = 0; x < width; x++) data[y * width + x] += share * across[x];
    });
  });
  return { data, width, height };
}

function mixRow(ink: InkMap, y: number, columns: Mix[], across: Float64Array): void {
  for (let x = 0; x < columns.length; x++) {
    const { first, weights } = columns[x];
    const start = y * ink.width + first;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i] * ink.data[start + i];
    across[x] = sum;
  }
}
