/** What a network is made of and what one run of it leaves behind. */

/** Numbers in row-major order, the last axis the fastest: (C, H, W) for maps, (K,) for scores. */
export interface Tensor {
  data: Float32Array;
  shape: number[];
}

/** One operator of the file: what it is called, what it reads and writes, how it is set. */
export interface GraphNode {
  name: string;
  op: string;
  inputs: string[];
  outputs: string[];
  attributes: Attributes;
}

export type Attributes = Record<string, number | number[] | string>;

/** An .onnx file, parsed: nodes in the order in which they run, and their constants by name. */
export interface Graph {
  nodes: GraphNode[];
  constants: Map<string, Tensor>;
  input: string;
  output: string;
}

/** One node of a network ready to run; `weights` and `bias` are there where it has some. */
export interface Layer {
  name: string;
  op: string;
  inputs: string[];
  output: string;
  attributes: Attributes;
  weights?: Tensor;
  bias?: Tensor;
}

/** Every layer's output of one run under its output's name, the input's first, in graph order. */
export type Activations = Map<string, Tensor>;
