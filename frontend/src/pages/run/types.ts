/** What the server tells of a run: its row, and the lines of its metrics.jsonl. */

export type Status =
  | "waiting"
  | "training"
  | "paused"
  | "completed"
  | "stopped early"
  | "stopped"
  | "failed"
  | "canceled";

/** A run as the server tells of it (web/runs/run_json.py). */
export interface RunInfo {
  id: number;
  name: string;
  status: Status;
  /** What was asked of it, and is perhaps not done yet. */
  asked: "go" | "pause" | "stop" | "cancel";
  /** Nothing more will come of it by itself. */
  over: boolean;
  message: string;
  epoch: number;
  epochs: number;
  seconds: number;
  seconds_left: number | null;
  heartbeat_seconds: number | null;
  has_model: boolean;
  /** It waits, and no worker lives that trains. */
  lacks_worker: boolean;
}

/** Of one step, or of some steps together. */
export interface StepLine {
  step: number;
  /** Where in the training, in epochs. */
  epoch?: number;
  loss: number | null;
  learning_rate: number;
  examples_per_second: number;
  seconds: number;
}

export interface EpochLine {
  epoch: number;
  epochs: number;
  loss: number | null;
  /** Shares, 0..1. */
  accuracy: number | null;
  /** Null, or not there, where nothing is held out or the value is no number. */
  validation_loss?: number | null;
  validation_accuracy?: number | null;
  learning_rate: number;
  examples_per_second: number;
  seconds: number;
  seconds_left?: number | null;
  /** (11, 11) of the held-out pictures: rows as written, columns as read. */
  confusion?: number[][];
  /** Value and confidence of each sample picture. */
  samples?: [number, number][];
}

export type MetricsLine = StepLine | EpochLine;

export interface Progress {
  run: RunInfo;
  lines: MetricsLine[];
  /** Where the lines begin, in bytes of the file: 0 again when the file was begun anew. */
  from: number;
  /** Where the next question begins, in bytes of the file. */
  next: number;
  log: string[];
  log_next: number;
  load: { cpu: number | null; memory_bytes: number | null };
}
