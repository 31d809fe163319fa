export { Container } from "./container";
export { Timelapse } from "./reader";
export type { EpochMetrics } from "./types";
export { atMost, firstAnswers, firstWeights, mapsOf, moved } from "./first";
