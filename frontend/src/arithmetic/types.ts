/** What one number of a network was computed from. */

import type { Layer } from "../net";

/** One number of a layer's output: of a map, or a unit, whose row and column are 0. */
export interface Unit {
  /** The name of the output: `Layer.output`, or the name of the network's input. */
  output: string;
  channel: number;
  row: number;
  column: number;
}

/** A rectangle of numbers that enter a sum, each times its weight. */
export interface Part {
  /** What it lies in: a map, or units one after another, `columns` of them in a row. */
  kind: "map" | "units";
  /** The output that it is cut from. */
  source: string;
  /** The map that it is cut from; of units the first one. */
  channel: number;
  /** Where in the map it begins; outside of it, behind its edge, everything is 0. */
  row: number;
  column: number;
  rows: number;
  columns: number;
  /** Fewer than rows x columns where units end. */
  values: number[];
  weights: number[];
  products: number[];
  /** Of the products. */
  sum: number;
}

/** One operator's arithmetic for one number of its output. */
export type Account =
  | { op: "Conv" | "Gemm"; parts: Part[]; bias: number; value: number }
  | { op: "GlobalAveragePool"; parts: Part[]; count: number; value: number }
  | { op: "MaxPool"; part: Part; largest: number; value: number }
  | { op: "Relu"; before: Unit; input: number; value: number }
  | { op: "Add"; terms: { unit: Unit; value: number }[]; value: number };

export type Operator = Account["op"];

/** The layers of a network by the name of their output. */
export type Layers = ReadonlyMap<string, Layer>;
