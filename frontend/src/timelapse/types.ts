/** What the header of a time-lapse says: docs/formats.md has it in words. */

import type { GraphNode } from "../net";

/** A line of metrics of one epoch; a run may leave some out. */
export interface EpochMetrics {
  epoch: number;
  epochs?: number;
  loss?: number | null;
  accuracy?: number | null;
  validation_loss?: number | null;
  validation_accuracy?: number | null;
  /** Rows written, columns read. */
  confusion?: number[][];
}

/** Where a tensor stands in the block of an epoch, in bytes. */
export interface TensorPlace {
  name: string;
  shape: number[];
  type: "float32" | "int8";
  at: number;
  /** int8 alone: where the scales of its first axis stand. */
  scales?: number;
}

export interface Header {
  version: number;
  graph: { nodes: GraphNode[]; input: string; inputShape: number[]; output: string };
  tensors: TensorPlace[];
  metrics: EpochMetrics[];
  /** The epochs whose weights are kept. */
  epochs: number[];
  weights: { size: number; at: number[] };
  sample: {
    count: number;
    labels: number[];
    radius?: number;
    share?: number;
    positions?: number;
    said?: number;
    pictures?: number;
  };
}
