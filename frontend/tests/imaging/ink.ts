import type { InkMap } from "../../src/imaging";

/** An ink map of rows of text: "#" is full ink, "+" half, all else paper. */
export function inkOf(...rows: string[]): InkMap {
  const level = (mark: string): number => (mark === "#" ? 1 : mark === "+" ? 0.5 : 0);
  const data = Float32Array.from(rows.flatMap((row) => [...row].map(level)));
  return { data, width: rows[0].length, height: rows.length };
}

/** A page with full ink in some boxes of x, y, width and height. */
export function pageOf(width: number, height: number, ...boxes: number[][]): InkMap {
  const data = new Float32Array(width * height);
  for (const [x, y, w, h] of boxes) {
    for (let row = y; row < y + h; row++) data.fill(1, row * width + x, row * width + x + w);
  }
  return { data, width, height };
}
