/** Drawing on the stage: the pad of the draw page, read in the browser; nothing is kept. */

import { Pad } from "../../pad";
import { followPresent } from "../../page/present";
import { BrowserReader } from "../../reading";
import type { Mode, Stage } from "./stage";

export class Drawing implements Mode {
  private pad: Pad | null = null;
  private reader: BrowserReader | null = null;

  constructor(private readonly stage: Stage) {}

  start(): void {
    this.stage.foot({ go: "Clear", note: "Nothing is kept." });
    this.stage.hint("Write a digit or a number");
    this.pad ??= new Pad(this.stage.find<HTMLCanvasElement>(".stage-pad"), {
      inked: () => this.read(),
      stepped: () => undefined,
    });
    this.pad.pen = "broad";
    if (!this.reader) void this.load();
    this.read();
  }

  stop(): void {
    this.pad?.clear();
  }

  go(): void {
    this.pad?.clear();
    this.stage.clear();
    this.stage.hint("Write a digit or a number");
  }

  private async load(): Promise<void> {
    const { model, card, present } = this.stage.root.dataset;
    followPresent(present ?? "", model ?? "", (reader) => {
      this.reader = reader;
      this.read();
    });
    try {
      this.reader = await BrowserReader.load(model!, card!);
      this.read();
    } catch {
      this.stage.hint("The reader could not be loaded. Load the page again.");
    }
  }

  private read(): void {
    if (this.stage.root.dataset["mode"] !== "draw" || !this.pad?.hasInk) return;
    this.stage.hint("");
    if (this.reader) this.stage.answer(this.reader.read(this.pad.ink.read()));
  }
}
