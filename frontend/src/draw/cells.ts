/** Maps as SVG, for export: one square a value, those of one colour in a row joined. */

import { cssColour, type Ramp } from "./ramp";

export interface CellsSvg {
  data: Float32Array;
  /** Values in a row. */
  width: number;
  /** Left, top and width of the whole in units of the SVG. */
  x: number;
  y: number;
  size: number;
  ramp: Ramp;
  peak: number;
  isSigned?: boolean;
}

export function cellsSvg({
  data,
  width,
  x,
  y,
  size,
  ramp,
  peak,
  isSigned = false,
}: CellsSvg): string {
  const unit = size / width;
  const height = Math.ceil(data.length / width);
  const colour = (i: number): string => cssColour(ramp, data[i]!, peak, isSigned);
  const ground = cssColour(ramp, 0, peak, isSigned);
  const parts = [rect(x, y, size, height * unit, ground)];
  for (let row = 0; row < height; row++) {
    for (let start = 0; start < width;) {
      const fill = colour(row * width + start);
      let end = start + 1;
      while (end < width && row * width + end < data.length && colour(row * width + end) === fill) {
        end += 1;
      }
      if (fill !== ground && row * width + start < data.length) {
        parts.push(rect(x + start * unit, y + row * unit, (end - start) * unit, unit, fill));
      }
      start = end;
    }
  }
  return `<g shape-rendering="crispEdges">${parts.join("")}</g>`;
}

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${fill}"/>`;

const short = (value: number): string => String(Math.round(value * 100) / 100);

/** A whole SVG document on a ground. */
export function documentSvg(width: number, height: number, ground: string, inside: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">${rect(0, 0, width, height, ground)}${inside}</svg>`;
}

/** A line of text for an SVG. */
export function textSvg(
  text: string,
  x: number,
  y: number,
  { size = 14, fill = "#191c23", anchor = "start" } = {},
): string {
  const safe = text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return `<text x="${short(x)}" y="${short(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${safe}</text>`;
}
