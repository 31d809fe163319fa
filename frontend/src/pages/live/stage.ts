/** What all modes of the stage share: its parts, the big answer, the foot. */

import type { Reading } from "../../reading";

export interface Mode {
  start(): void;
  stop(): void;
  /** Space, Enter or a remote's forward key. */
  go(): void;
  /** Any other key; true where it was used. */
  key?(key: string): boolean;
  option?(isOn: boolean): void;
}

/** What a mode writes at the foot of the stage. */
export interface Foot {
  go: string;
  note: string;
  /** Words of the one option; none by default. */
  option?: string;
}

export class Stage {
  constructor(readonly root: HTMLElement) {}

  find<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.root.querySelector<E>(selector)!;
  }

  get option(): boolean {
    return this.find<HTMLInputElement>("[data-option]").checked;
  }

  /** Show the parts of a mode and hide the others. */
  show(mode: string): void {
    this.root.dataset["mode"] = mode;
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-only]"))
      part.hidden = !part.dataset["only"]!.split(" ").includes(mode);
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-to]"))
      button.setAttribute("aria-pressed", String(button.dataset["to"] === mode));
    this.find<HTMLInputElement>("[data-option]").checked = false;
    this.picture("");
    this.clear();
  }

  foot({ go, note, option }: Foot): void {
    this.find("[data-go]").textContent = go;
    this.find("[data-note]").textContent = note;
    this.find("[data-option-words]").textContent = option ?? "";
    this.find(".check").hidden = !option;
  }

  hint(words: string): void {
    const place = this.find("[data-hint]");
    place.textContent = words;
    place.hidden = !words;
  }

  /** Show a picture; '' shows none. */
  picture(url: string): void {
    const image = this.find<HTMLImageElement>(".stage-picture");
    if (url) image.src = url;
    else image.removeAttribute("src");
    image.classList.toggle("visually-hidden", !url);
  }

  clear(): void {
    this.write("", "");
  }

  /** Write a text as large as it fits. */
  write(text: string, words: string, band = ""): void {
    const place = this.find("[data-text]");
    if (place.textContent !== text) place.textContent = text;
    place.dataset["length"] = String(Math.min(text.length, 6));
    const sure = this.find("[data-sure]");
    sure.textContent = words;
    sure.dataset["band"] = band;
  }

  /** Show a reading: its text, and how sure it is in a word and a number. */
  answer(
    reading: Pick<Reading, "text" | "confidence" | "accepted" | "numbers" | "rejected">,
  ): void {
    const text = reading.text.replaceAll("\n", " ");
    if (!text) return this.write("", reading.rejected.length ? "Not a digit" : "", "none");
    const share = `${Math.min(99.9, reading.confidence * 100).toFixed(1)}%`;
    if (reading.accepted) this.write(text, `Sure, ${share}`, "sure");
    else this.write(text, `Look again, ${share}`, "again");
  }
}
