/** A slide show: pictures written by an invented hand, or the person's own, and their reading. */

import { Failed, getJson } from "../../page/server";
import type { Reading } from "../../reading";
import type { Mode, Stage } from "./stage";

export interface Sample {
  picture: string;
  text: string;
  reading: Reading;
}

const SLIDE_MS = 4000;
const PICTURE_FIRST_MS = 900;

export class Slides implements Mode {
  private timer = 0;
  private isPlaying = false;
  private readonly shown: Sample[] = [];
  private at = -1;

  constructor(private readonly stage: Stage) {}

  start(): void {
    // Without motion it goes on by hand only.
    this.isPlaying = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.stage.foot({ go: "", note: "Nothing is kept.", option: "My own pictures" });
    void this.step(1);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.isPlaying = false;
  }

  go(): void {
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying) void this.step(1);
    else this.name();
  }

  key(key: string): boolean {
    if (key !== "ArrowRight" && key !== "ArrowLeft") return false;
    void this.step(key === "ArrowRight" ? 1 : -1);
    return true;
  }

  option(): void {
    this.shown.length = 0;
    this.at = -1;
    void this.step(1);
  }

  private name(): void {
    clearTimeout(this.timer);
    this.stage.find("[data-go]").textContent = this.isPlaying ? "Stop" : "Play";
  }

  private async step(by: number): Promise<void> {
    this.name();
    try {
      const next = Math.max(0, this.at + by);
      this.shown[next] ??= await this.fetch();
      this.at = next;
      this.present(this.shown[next]!);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.stage.hint(error.message);
    }
    if (this.isPlaying) this.timer = window.setTimeout(() => void this.step(1), SLIDE_MS);
  }

  private present(sample: Sample): void {
    if (this.stage.root.dataset["mode"] !== "show") return;
    this.stage.hint("");
    this.stage.picture(sample.picture);
    this.stage.clear();
    const shown = this.at;
    const tell = (): void => {
      if (this.at === shown && this.stage.root.dataset["mode"] === "show")
        this.stage.answer(sample.reading);
    };
    if (this.isPlaying) setTimeout(tell, PICTURE_FIRST_MS);
    else tell();
  }

  private fetch(): Promise<Sample> {
    const digits = 1 + Math.floor(Math.random() * 4);
    const own = this.stage.option ? "&from=own" : "";
    const url = `${this.stage.root.dataset["sample"]}?digits=${digits}&difficulty=0.3${own}`;
    return getJson<Sample>(url);
  }
}
