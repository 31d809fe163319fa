/** Long work in short slices, so that the page stays alive. */

/** How long a slice may take: half a frame. */
const SLICE_MS = 8;

/** Does one piece of work at a time; newer work takes the place of older. */
export class Slices {
  private turn = 0;

  /** Work until done, then call `done`, unless other work began or `stop` was called meanwhile. */
  run<T>(work: Generator<void, T>, done: (result: T) => void): void {
    const turn = ++this.turn;
    const go = (): void => {
      if (turn !== this.turn) return;
      const until = performance.now() + SLICE_MS;
      do {
        const step = work.next();
        if (step.done) return done(step.value);
      } while (performance.now() < until);
      setTimeout(go);
    };
    setTimeout(go);
  }

  stop(): void {
    this.turn++;
  }
}
