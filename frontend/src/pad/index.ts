export { decodeStrokes, encodeStrokes } from "./code";
export type { InkSource } from "./ink";
export { Pad, PENS, type PadEvents, type Pen } from "./pad";
export type { Point, Step, Stroke } from "./strokes";
