/** The slider through the epochs, and Play, which moves it. */

const STEP_MS = 700;

export class Slider {
  private readonly range: HTMLInputElement;
  private readonly play: HTMLButtonElement;
  private readonly label: HTMLElement;
  private readonly end: HTMLElement;
  private timer = 0;
  /** Whether it stays at the newest epoch as more come. */
  private follows = true;

  /** @param moved - told the chosen epoch, or null for the newest. */
  constructor(
    card: HTMLElement,
    private readonly moved: (chosen: number | null) => void,
  ) {
    this.range = card.querySelector("[data-slider]")!;
    this.play = card.querySelector("[data-play]")!;
    this.label = card.querySelector("[data-epoch]")!;
    this.end = card.querySelector("[data-epochs]")!;
    this.range.addEventListener("input", () => {
      this.stop();
      this.changed();
    });
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    // Who wants no movement steps by hand: the slider does that by itself.
    this.play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** The epoch that is looked at, or null for the newest. */
  get chosen(): number | null {
    return this.follows ? null : Number(this.range.value);
  }

  /** So many epochs are there to look at. */
  grow(count: number): void {
    const isEmpty = count < 1;
    this.range.disabled = isEmpty;
    this.play.disabled = count < 2;
    this.range.max = String(Math.max(1, count));
    this.end.textContent = String(count);
    if (this.follows) this.range.value = this.range.max;
    this.write();
  }

  private start(): void {
    if (this.range.value === this.range.max) this.go(1);
    this.timer = window.setInterval(() => this.step(), STEP_MS);
    this.mark(true);
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.mark(false);
  }

  private step(): void {
    const next = Number(this.range.value) + 1;
    this.go(next);
    if (next >= Number(this.range.max)) this.stop();
  }

  private go(epoch: number): void {
    this.range.value = String(epoch);
    this.changed();
  }

  private changed(): void {
    this.follows = this.range.value === this.range.max;
    this.write();
    this.moved(this.chosen);
  }

  private write(): void {
    const { value, max } = this.range;
    const share = Number(max) > 1 ? (Number(value) - 1) / (Number(max) - 1) : 1;
    const fill = this.range.disabled ? 0 : share * 100;
    this.range.style.setProperty("--slider-fill", `${fill.toFixed(1)}%`);
    this.label.textContent = this.range.disabled ? "No epoch yet" : `Epoch ${value}`;
    this.range.setAttribute("aria-valuetext", `Epoch ${value} of ${max}`);
  }

  private mark(isPlaying: boolean): void {
    this.play.setAttribute("aria-pressed", String(isPlaying));
    this.play.querySelector("span")!.textContent = isPlaying ? "Stop" : "Play";
  }
}
