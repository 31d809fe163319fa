/** Asks the server again and again: quickly while something happens, ever more slowly while not. */

import { Failed } from "./server";

export interface Pace {
  /** Milliseconds: while answers bring something new, and at most. */
  soon: number;
  late: number;
}

const SLOWER = 1.5;

/** How long to wait after an answer, given the wait before it. */
export function nextWait(before: number, isNews: boolean, { soon, late }: Pace): number {
  return isNews ? soon : Math.min(late, Math.max(soon, before * SLOWER));
}

/** Asks while the page is seen; `ask` says whether something was new, or "over" at the end. */
export class Poll {
  private timer = 0;
  private wait: number;
  private isAsking = false;
  private isEnded = false;

  constructor(
    private readonly ask: () => Promise<boolean | "over">,
    private readonly pace: Pace,
    /** Told why no answer came, or "" when one came again. */
    private readonly trouble: (words: string) => void,
  ) {
    this.wait = pace.soon;
    document.addEventListener("visibilitychange", () => this.wake());
    addEventListener("online", () => this.wake());
  }

  /** Ask now; also what had ended begins anew. */
  start(): void {
    this.isEnded = false;
    this.wake();
  }

  private wake(): void {
    if (this.isEnded || document.hidden) return clearTimeout(this.timer);
    this.wait = this.pace.soon;
    void this.once();
  }

  private async once(): Promise<void> {
    clearTimeout(this.timer);
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const answer = await this.ask();
      this.trouble("");
      this.isEnded = answer === "over";
      this.wait = nextWait(this.wait, answer === true, this.pace);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.trouble(error.message);
      this.isEnded = !error.isCut && error.status === 404;
      this.wait = nextWait(this.wait * SLOWER, false, this.pace);
    } finally {
      this.isAsking = false;
    }
    if (!this.isEnded && !document.hidden) {
      this.timer = window.setTimeout(() => void this.once(), this.wait);
    }
  }
}
