/** Work that can wait, in pieces, so that no stroke and no answer waits for it. */

const LATER_MS = 60;

/** Call back when the browser has nothing else to do, or soon; Safari cannot tell when it has. */
export function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 5 * LATER_MS });
  else setTimeout(work, LATER_MS);
}

/** Take a generator's steps, each in an idle moment of its own. */
export function stepWhenIdle(steps: Iterator<unknown>): void {
  whenIdle(() => {
    if (!steps.next().done) stepWhenIdle(steps);
  });
}

/** Call at most once a task, after the one that asks: of several, the last one counts. */
export class Soon {
  private waiting: (() => void) | null = null;

  ask(work: () => void): void {
    const isAsked = this.waiting !== null;
    this.waiting = work;
    if (!isAsked) setTimeout(() => this.now());
  }

  private now(): void {
    const work = this.waiting;
    this.waiting = null;
    work?.();
  }
}
