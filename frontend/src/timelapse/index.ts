export { Container } from "./container";
export { Timelapse } from "./reader";
export type { EpochMetrics } from "./types";
