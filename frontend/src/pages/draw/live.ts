/** Reads what is on the pad while it is drawn: the newest ink, never a queue of old ones. */

import type { InkSource } from "../../pad";
import type { BrowserReader, BrowserReading } from "../../reading";

/** A reading that takes longer than this is not made on every frame of a stroke. */
const FRAME_SHARE_MS = 8;

export interface Read {
  reading: BrowserReading;
  milliseconds: number;
}

export class Live {
  private reader: BrowserReader | null = null;
  private notBefore = 0;

  constructor(
    private readonly ink: InkSource,
    private readonly show: (read: Read, isDrawing: boolean) => void,
  ) {}

  get isReady(): boolean {
    return this.reader !== null;
  }

  /** Begin to read: the network has come. */
  start(reader: BrowserReader): void {
    this.reader = reader;
  }

  /**
   * Read now. During a stroke a slow machine leaves frames out, so that half of its time is the
   * pen's; at a stroke's end it always reads.
   */
  read(isDrawing: boolean): void {
    const started = performance.now();
    if (!this.reader || (isDrawing && started < this.notBefore)) return;
    const reading = this.reader.read(this.ink.read());
    const milliseconds = performance.now() - started;
    this.show({ reading, milliseconds }, isDrawing);
    const took = performance.now() - started;
    this.notBefore = took > FRAME_SHARE_MS ? started + 2 * took : 0;
  }
}
