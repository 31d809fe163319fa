/** Ink on a drawing, and what is cut out of it. */

/** How much of each pixel the pen covered: (height, width) in 0..1, 1 = ink, row by row. */
export interface InkMap {
  data: Float32Array;
  width: number;
  height: number;
}

/** A rectangle in pixels; (x, y) is its top left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The same rectangle by its sides: right and bottom are the first column and row outside. */
export interface Sides {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * One mark that may be a digit: its box in the ink map, and its own ink in that box. `parts` holds
 * the glyphs it was joined from where geometry alone leaves open whether they belong together.
 */
export interface Glyph {
  box: Box;
  ink: InkMap;
  parts: Glyph[];
}
