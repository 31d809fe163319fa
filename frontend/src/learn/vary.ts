/** Training pictures from one drawing of a digit: turned, slanted and stretched as hands differ. */

import { normalise } from "../imaging";
import { withSegments } from "../explain/segment";
import { normal, random } from "./random";

/** Points of strokes, each a list of [x, y] in any unit. */
export type Lines = readonly (readonly (readonly [number, number])[])[];

/** Side of the sheet that is drawn on, and how much of it the digit fills, in pixels. */
const SHEET_PX = 56;
const DIGIT_PX = 40;

/**
 * Draw a digit as another hand might, and normalise it.
 *
 * @param seed - decides the hand; 0 draws the lines as they are.
 * @returns (28 * 28) in 0..1, 1 = ink.
 */
export function varied(lines: Lines, seed: number): Float32Array {
  const uniform = random(seed);
  const draw = normal(uniform);
  const amount = seed === 0 ? 0 : 1;
  const [angle, slant] = [0.14 * amount * draw(), 0.22 * amount * draw()];
  const stretch = Math.exp(0.18 * amount * draw());
  const pen = seed === 0 ? 5 : 3.5 + 3.5 * uniform();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const bent = fitted(lines).map((line) =>
    line.map(([x, y]): [number, number] => {
      const [u, v] = [stretch * x - slant * y, y];
      return [cos * u - sin * v, sin * u + cos * v];
    }),
  );
  const segments = fitted(bent).flatMap((line) =>
    line.map(([x2, y2], i) => {
      const [x1, y1] = line[Math.max(i - 1, 0)]!;
      const at = (value: number): number => SHEET_PX / 2 + value * DIGIT_PX;
      return { kind: "ink" as const, x1: at(x1), y1: at(y1), x2: at(x2), y2: at(y2), width: pen };
    }),
  );
  const sheet = { data: new Float32Array(SHEET_PX ** 2), width: SHEET_PX, height: SHEET_PX };
  return normalise(withSegments(sheet, segments));
}

/** Lines moved to the middle and scaled so that their long side is 1. */
function fitted(lines: Lines): [number, number][][] {
  const all = lines.flat();
  const side = (axis: 0 | 1): [number, number] => {
    const values = all.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)];
  };
  const [[left, right], [top, bottom]] = [side(0), side(1)];
  const size = Math.max(right - left, bottom - top) || 1;
  return lines.map((line) =>
    line.map(([x, y]) => [(x - (left + right) / 2) / size, (y - (top + bottom) / 2) / size]),
  );
}
