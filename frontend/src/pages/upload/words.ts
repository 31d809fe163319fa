/** Short texts with numbers in them. */

import type { BatchInfo } from "./types";

export const count = (n: number): string => n.toLocaleString("en");

export const pictures = (n: number): string => (n === 1 ? "1 picture" : `${count(n)} pictures`);

/** A share in percent; cut, so that nothing but certainty reads 100%. */
export const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;

export function bytes(n: number): string {
  if (n < 1e5) return `${Math.ceil(n / 1e3)} kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(n < 1e7 ? 1 : 0)} MB` : `${(n / 1e9).toFixed(1)} GB`;
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.max(seconds, 0.1).toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** '24 pictures, 23 read, 1 could not be read' */
export function summary(batch: BatchInfo): string {
  const parts = [pictures(batch.total)];
  if (batch.done || !batch.failed) parts.push(`${count(batch.done)} read`);
  if (batch.failed) parts.push(`${count(batch.failed)} could not be read`);
  if (batch.state === "cancelled") parts.push("stopped");
  return parts.join(", ");
}

/** How long the rest takes at the pace so far; '' where that is not known yet. */
export function timeLeft(done: number, total: number, seconds: number): string {
  if (done < 1 || seconds < 0.3 || done >= total) return "";
  return `${duration(Math.max(1, Math.ceil((seconds / done) * (total - done))))} left`;
}
