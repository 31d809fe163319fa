export { accountOf, layersByOutput, origin, valueOf, windowOf } from "./account";
export { indexOf, unitAt } from "./parts";
export { fixed } from "./format";
export { softmax, type Softmax } from "./softmax";
export type { Account, Layers, Operator, Part, Unit } from "./types";
