export { Network } from "./network";
export { parseModel } from "./parse";
export type { Activations, Attributes, Graph, Layer, GraphNode, Tensor } from "./types";
