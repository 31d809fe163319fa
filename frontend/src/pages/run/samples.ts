/** Some held-out pictures, and what the network says to each in the epoch that is shown. */

import { paintDigit } from "../../draw";
import { getJson } from "../../page/server";
import { LABELS } from "./mixed";
import type { EpochLine } from "./types";
import { percent } from "./words";

export const SIZE_PX = 28;
const AREA = SIZE_PX * SIZE_PX;

/** As the server sends them: (N, 28, 28) bytes in base64, 255 = ink; labels (N). */
interface Sent {
  pictures: string;
  labels: number[];
}

export class Samples {
  private pictures: Uint8Array<ArrayBuffer> | null = null;
  labels: readonly number[] = [];
  private line: EpochLine | null = null;
  private isAsked = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly url: string,
  ) {}

  /** A sample picture of a label; null where there is none. */
  picture(label: number): HTMLElement | null {
    const at = this.labels.indexOf(label);
    return at < 0 ? null : this.framed(at);
  }

  /** A sample as a network sees it: (28 * 28) in 0..1, 1 = ink. */
  ink(at: number): Float32Array {
    return Float32Array.from(this.bytes(at), (value) => value / 255);
  }

  /** A sample as an element to show. */
  framed(at: number): HTMLElement {
    const frame = document.createElement("span");
    frame.className = "sample-picture";
    const canvas = document.createElement("canvas");
    paintDigit(canvas, this.bytes(at), SIZE_PX);
    frame.append(canvas);
    return frame;
  }

  private bytes(at: number): Uint8Array {
    return this.pictures!.subarray(at * AREA, (at + 1) * AREA);
  }

  /** Show what was said in an epoch; the pictures are fetched at the first. */
  async show(line: EpochLine | null): Promise<void> {
    if (!line?.samples || line === this.line) return;
    this.line = line;
    if (!this.pictures && !this.isAsked) await this.load();
    if (this.line === line && this.pictures) this.write(line.samples);
  }

  private async load(): Promise<void> {
    this.isAsked = true;
    try {
      const { pictures, labels } = await getJson<Sent>(this.url);
      this.labels = labels;
      this.pictures = Uint8Array.from(atob(pictures), (letter) => letter.charCodeAt(0));
      this.build();
    } finally {
      this.isAsked = false;
    }
  }

  private build(): void {
    const tiles = this.labels.map((_, at) => {
      const tile = document.createElement("li");
      tile.className = "sample";
      tile.append(this.framed(at), document.createElement("span"));
      return tile;
    });
    this.place.replaceChildren(...tiles);
  }

  private write(said: readonly [number, number][]): void {
    [...this.place.children].forEach((tile, at) => {
      const [value, confidence] = said[at] ?? [];
      if (value === undefined || confidence === undefined) return;
      const label = this.labels[at]!;
      const isRight = value === label;
      tile.classList.toggle("is-wrong", !isRight);
      const words = isRight ? LABELS[value]! : `${LABELS[value]}, not ${LABELS[label]}`;
      tile.lastElementChild!.textContent = words;
      (tile as HTMLElement).title = `${words}: ${percent(confidence)} sure`;
    });
  }
}
