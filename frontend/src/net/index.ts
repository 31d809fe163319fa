export { Network } from "./network";
export { parseModel } from "./parse";
export { type Activations, type Attributes, type Graph, type Layer, ModelError } from "./types";
export type { GraphNode, Tensor } from "./types";
