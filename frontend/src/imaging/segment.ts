import type { Glyph, InkMap } from "./types";

/** Split ink into lines of numbers of glyphs, in reading order. */
export function segment(_ink: InkMap): Glyph[][][] {
  throw new Error("not written yet");
}
