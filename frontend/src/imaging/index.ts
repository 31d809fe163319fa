export { findInk, type Found } from "./ink";
export { normalise } from "./normalise";
export { segment } from "./segment";
export type { Box, Glyph, InkMap } from "./types";
