export { Timelapse } from "./reader";
export type { EpochMetrics } from "./types";
