/** The slider through the epochs, and the button that moves it. */

import { make, say } from "../../draw/dom";

/** Epochs a second while it plays. */
const RATE = 6;

export class Player {
  readonly element = make("div", { class: "player" });
  private readonly slider = make("input", { type: "range", min: "0", step: "1", value: "0" });
  private readonly button = make("button", { type: "button", class: "button" }, "Play");
  private readonly words = make("output", { class: "player-words" });
  private timer = 0;

  /** @param moved - is told which of the kept epochs is looked at. */
  constructor(private readonly moved: (place: number) => void) {
    this.slider.setAttribute("aria-label", "Epoch");
    this.slider.addEventListener("input", () => {
      this.stop();
      moved(this.place);
    });
    this.button.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    // Who wants no movement steps by hand.
    this.button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.element.append(this.button, this.slider, this.words);
  }

  get place(): number {
    return Number(this.slider.value);
  }

  set(place: number, count: number, words: string): void {
    this.slider.max = String(Math.max(count - 1, 0));
    this.slider.value = String(place);
    this.slider.disabled = this.button.disabled = count < 2;
    this.slider.setAttribute("aria-valuetext", words);
    say(this.words, words);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    say(this.button, "Play");
  }

  private play(): void {
    const last = Number(this.slider.max);
    let place = this.place >= last ? 0 : this.place;
    this.moved(place);
    say(this.button, "Stop");
    this.timer = window.setInterval(() => {
      place += 1;
      if (place > last) return this.stop();
      this.moved(place);
    }, 1000 / RATE);
  }
}
