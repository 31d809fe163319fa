/** Numbers in row-major order, the last axis the fastest: (C, H, W) for maps, (K) for scores. */
export interface Tensor {
  data: Float32Array;
  shape: number[];
}

export type Attributes = Record<string, number | number[] | string>;
export type Operation = (...inputs: Tensor[]) => Tensor;

/** One operator of the file: what it is called, what it reads and writes, how it is set. */
export interface GraphNode {
  name: string;
  op: string;
  inputs: string[];
  outputs: string[];
  attributes: Attributes;
}

/** An .onnx file, parsed: nodes in the order in which they run, and their constants by name. */
export interface Graph {
  nodes: GraphNode[];
  constants: Map<string, Tensor>;
  input: string;
  /** Shape of one picture, without the axis of the batch. */
  inputShape: number[];
  output: string;
}

/**
 * One node of a network ready to run; `weights` and `bias` are there where it has some, under the
 * names in `parameters`.
 */
export interface Layer extends Omit<GraphNode, "outputs"> {
  output: string;
  parameters: string[];
  weights?: Tensor;
  bias?: Tensor;
}

/** The picture and every layer's output of one run, under their names, in graph order. */
export type Activations = Map<string, Tensor>;

/** The model's file is damaged, or asks for what this runtime does not do. */
export class ModelError extends Error {
  override name = "ModelError";
}

export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ModelError(message);
}
