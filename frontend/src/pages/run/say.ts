/** Tells a screen reader how far a training is, without talking all the time. */

const SELDOM_MS = 20_000;

export class Voice {
  private before = "";
  private at = 0;

  constructor(private readonly region: HTMLElement) {}

  /** Say it now: what a person waits for, such as the end. */
  say(words: string): void {
    if (words === this.before) return;
    this.before = words;
    this.at = performance.now();
    this.region.textContent = words;
  }

  /** Say it unless something was said a moment ago. */
  mention(words: string): void {
    if (performance.now() - this.at >= SELDOM_MS || !this.at) this.say(words);
  }
}
