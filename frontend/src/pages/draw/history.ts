/** Which drawings go to the history: those that were read and then cleared, if a person wants so. */

import { remember, remembered } from "./dom";
import type { Keeper, Kept } from "./keeper";
import type { Record } from "./record";

/** One drawing as it is now, ready to be kept. */
export interface Sheet {
  record: Record;
  picture: Promise<Blob>;
}

export class History {
  /** What was kept of the drawing on the pad: by a correction. */
  private current: Promise<Kept> | null = null;
  /** What was kept of the one cleared last. */
  private cleared: Promise<Kept> | null = null;

  constructor(private readonly keeper: Keeper) {}

  get isOn(): boolean {
    return remembered("keep") !== "off";
  }

  set isOn(isOn: boolean) {
    remember("keep", isOn ? "on" : "off");
  }

  /** Keep the drawing with a correction; the correction made before it goes. */
  async correct({ record, picture }: Sheet): Promise<Kept> {
    await this.forgetCurrent();
    this.current = picture.then((png) => this.keeper.keep(record, png));
    return this.current;
  }

  /** Take the correction of the drawing on the pad back. */
  async forgetCurrent(): Promise<void> {
    const kept = this.current;
    this.current = null;
    if (kept) await this.take(kept);
  }

  /** The drawing changed: what was kept of it stays as it was. */
  changed(): void {
    this.current = null;
  }

  /** The pad was cleared of a drawing that was read. */
  clear({ record, picture }: Sheet): void {
    const isKept = this.current !== null;
    this.current = this.cleared = null;
    if (isKept || !this.isOn) return;
    this.cleared = picture.then((png) => this.keeper.keep(record, png));
    // To the history nobody waits for it: where it fails, the drawing is just not there.
    this.cleared.catch(() => undefined);
  }

  /** The clearing was undone: the drawing goes on, and is kept when it is done. */
  async unclear(): Promise<void> {
    const kept = this.cleared;
    this.cleared = null;
    if (kept) await this.take(kept);
  }

  private async take(kept: Promise<Kept>): Promise<void> {
    await kept.then((one) => this.keeper.forget(one)).catch(() => undefined);
  }
}
