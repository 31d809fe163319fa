import type { InkMap } from "../imaging";
import type { Network } from "../net";
import type { ModelCard } from "./card";
import type { BrowserReading, Reading } from "./types";

/** Reads drawings in the browser with the file of weights that Python uses. */
export class BrowserReader {
  constructor(
    readonly network: Network,
    readonly card: ModelCard,
  ) {}

  /** Fetch a model and its card. */
  static async load(_modelUrl: string, _cardUrl: string): Promise<BrowserReader> {
    throw new Error("not written yet");
  }

  /** Read a drawing: 1 = ink. */
  read(_ink: InkMap): BrowserReading {
    throw new Error("not written yet");
  }
}

/** The plain JSON form of a reading, without pictures and activations. */
export function toJson(_reading: BrowserReading): Reading {
  throw new Error("not written yet");
}
