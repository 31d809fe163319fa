/** The desk beside the views: pad, answer, digits to start from, and which digit is looked at. */

import { PENS, Pad, type Stroke } from "../../pad";
import { AnswerWords } from "./answer";
import { find } from "../draw/dom";
import { follow, itemsOf, type Item } from "../draw/items";
import { KeyPen } from "../draw/keypen";
import { Live } from "../draw/live";
import { inkRamp, SawView } from "../draw/saw";
import type { Ramp } from "../../draw";
import type { BrowserReader } from "../../reading";
import { sample } from "./samples";
import type { Shown } from "./view";

export class Desk {
  readonly pad: Pad;
  private readonly live: Live;
  private readonly saw: SawView;
  private readonly answer: AnswerWords;
  private ink: Ramp;
  private items: Item[] = [];
  private index = -1;
  /** The mark that an address asks for, until it is read for the first time. */
  private asked = -1;

  /** @param changed - is called on each frame that changed what is shown. */
  constructor(
    private readonly root: HTMLElement,
    private readonly changed: (shown: Shown) => void,
  ) {
    this.answer = new AnswerWords(root);
    this.ink = inkRamp(root);
    this.saw = new SawView(root, (index) => this.choose(index));
    this.pad = new Pad(find<HTMLCanvasElement>(root, ".pad-ink"), {
      inked: (isDrawing) => this.inked(isDrawing),
      stepped: () => undefined,
    });
    this.pad.pen = "broad";
    this.live = new Live(this.pad.ink, ({ reading }, isDrawing) => {
      const items = itemsOf(reading);
      this.index = this.asked >= 0 ? this.asked : follow(this.items, items, this.index);
      this.asked = -1;
      this.items = items;
      this.index = Math.min(this.index, items.length - 1);
      this.tell(isDrawing);
    });
    new KeyPen(this.pad, find(root, ".pad-cursor"));
    this.connect();
  }

  get shown(): Shown {
    const { items, index } = this;
    return { item: items[index], index, count: items.length, isDrawing: false };
  }

  start(reader: BrowserReader): void {
    this.live.start(reader);
    this.live.read(false);
  }

  /** Put strokes on the pad; where several marks are on it, look at the one at `index`. */
  write(strokes: readonly Stroke[], index = -1): void {
    this.asked = index;
    this.pad.write(strokes);
  }

  choose(index: number): void {
    if (!this.items[index] || index === this.index) return;
    this.index = index;
    this.tell(false);
  }

  recolour(): void {
    this.ink = inkRamp(this.root);
    this.pad.refresh();
    this.tell(false);
  }

  private connect(): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-sample]")) {
      button.addEventListener("click", () => this.write(sample(Number(button.dataset["sample"]))));
    }
    find(this.root, "[data-clear]").addEventListener("click", () => this.pad.clear());
    const undo = find<HTMLButtonElement>(this.root, "[data-undo]");
    undo.addEventListener("click", () => this.pad.undo());
    const pens = [...this.root.querySelectorAll<HTMLElement>("[data-pen]")];
    for (const button of pens) {
      button.addEventListener("click", () => {
        this.pad.pen = button.dataset["pen"] as keyof typeof PENS;
        for (const one of pens) one.setAttribute("aria-pressed", String(one === button));
      });
    }
  }

  private inked(isDrawing: boolean): void {
    this.root.classList.toggle("has-ink", this.pad.hasInk);
    if (this.live.isReady) this.live.read(isDrawing);
  }

  private tell(isDrawing: boolean): void {
    const shown = { ...this.shown, isDrawing };
    this.saw.show(this.items, this.index, this.ink);
    find(this.root, "[data-which]").hidden = this.items.length < 2;
    this.answer.show(shown);
    this.changed(shown);
  }
}
