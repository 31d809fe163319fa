/** A pad that two models read: the page's, and beside it the one that reads now. */

import { Pad } from "../../pad";
import { BrowserReader, type BrowserReading } from "../../reading";
import { find, say } from "../draw/dom";

const NOTHING = "Nothing read yet";
const BROKEN = "It could not be loaded. Load the page again.";

/** One model's part of the answers. */
interface Answer {
  box: HTMLElement;
  reader: BrowserReader | null;
}

export class TryPad {
  private readonly pad: Pad;
  private readonly answers: Answer[];

  constructor(private readonly root: HTMLElement) {
    this.answers = [...root.querySelectorAll<HTMLElement>("[data-answer]")].map((box) => ({
      box,
      reader: null,
    }));
    this.pad = new Pad(find<HTMLCanvasElement>(root, ".pad-ink"), {
      inked: () => this.read(),
      stepped: () => undefined,
    });
    this.pad.pen = "broad";
    find(root, "[data-clear]").addEventListener("click", () => this.pad.clear());
    const { model = "", card = "", otherModel = "", otherCard = "" } = root.dataset;
    void this.load(0, model, card);
    if (otherModel) void this.load(1, otherModel, otherCard);
  }

  private async load(place: number, model: string, card: string): Promise<void> {
    const answer = this.answers[place]!;
    try {
      answer.reader = await BrowserReader.load(model, card);
      this.read();
    } catch {
      say(find(answer.box, "[data-words]"), BROKEN);
    }
  }

  private read(): void {
    find(this.root, ".pad").classList.toggle("has-ink", this.pad.hasInk);
    const texts = this.answers.map(({ box, reader }) => {
      if (!reader) return null;
      const reading = this.pad.hasInk ? reader.read(this.pad.ink.read()) : null;
      return show(box, reading);
    });
    const [first, second] = texts;
    const differ = first !== null && second != null && first !== second;
    find(this.root, ".try-answers").toggleAttribute("data-differ", differ);
  }
}

/** Show one model's reading, or that there is none; returns its text. */
function show(box: HTMLElement, reading: BrowserReading | null): string {
  const text = reading?.text.replaceAll("\n", " ") ?? "";
  say(find(box, "[data-text]"), text);
  say(find(box, "[data-words]"), words(reading, text));
  return text;
}

function words(reading: BrowserReading | null, text: string): string {
  if (!reading) return NOTHING;
  if (!text) return reading.rejected.length ? "Not a digit" : NOTHING;
  const share = `${Math.min(99.9, reading.confidence * 100).toFixed(1)}%`;
  return `${reading.accepted ? "Sure" : "Look again"}, ${share}`;
}
