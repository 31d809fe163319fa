/** Long work in short slices, so that the page stays alive. */

/** Does one piece of work at a time; newer work takes the place of older. */
export class Slices {
  private turn = 0;

  /** @param sliceMs - how long a slice may take: half a frame, or more where nothing else moves. */
  constructor(private readonly sliceMs = 8) {}

  /** Work until done, then call `done`, unless other work began or `stop` was called meanwhile. */
  run<T>(work: Generator<void, T>, done: (result: T) => void): void {
    const turn = ++this.turn;
    const go = (): void => {
      if (turn !== this.turn) return;
      const until = performance.now() + this.sliceMs;
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
