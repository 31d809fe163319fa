/** What the server tells of a batch and its pictures (readings/batch_json.py). */

export type Band = "sure" | "again" | "none";
/** x, y, width, height in pixels of the upright picture. */
export type Box = [number, number, number, number];
/** Value, confidence, box, is it sure, next guess (10: not a digit), its probability, number. */
export type DigitRow = [
  number,
  number,
  number,
  number,
  number,
  number,
  0 | 1,
  number,
  number,
  number,
];

export interface BatchInfo {
  id: number;
  name: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  open: boolean;
  total: number;
  done: number;
  failed: number;
  keep: boolean;
  problem: string;
  seconds: number;
}

export interface ReadItem {
  n: number;
  name: string;
  /** The sender's number of its file, where the file is this picture. */
  at: number | null;
  id: number;
  band: Band;
  text: string;
  confidence: number;
  corrected: string | null;
  picture: boolean;
  size: [number, number];
  view: Box;
  digits: DigitRow[];
  rejected: Box[];
  problem?: undefined;
}

export interface FailedItem {
  n: number;
  name: string;
  at: number | null;
  problem: string;
  id?: undefined;
}

export type Item = ReadItem | FailedItem;

export interface Results {
  batch: BatchInfo;
  items: Item[];
  more: boolean;
}

export interface Limits {
  files: number;
  bytes: number;
  picture: number;
  part: number;
}

export const isOver = (batch: BatchInfo): boolean =>
  batch.state === "done" || batch.state === "failed" || batch.state === "cancelled";
