/** The time-lapse: the first layer's weights, and the answer to one's own digit, at each epoch. */

import { Failed, getBytes } from "../../page/server";
import { Timelapse } from "../../timelapse";
import { Kernels } from "./kernels";
import { type Answer, answerOf, Own } from "./own";
import type { Samples } from "./samples";

/** While a training goes on its file grows; it is not fetched again sooner. */
const AGAIN_MS = 30_000;

export class Lapse {
  private readonly kernels: Kernels;
  private readonly own: Own;
  private film: Timelapse | null = null;
  private answers: Answer[] = [];
  private epoch = 0;
  private isOver = false;
  private isSeen = false;
  private isLoading = false;
  private loadedAt = -Infinity;
  /** The training was over when the film was fetched: no more will come. */
  private isWhole = false;

  constructor(
    card: HTMLElement,
    private readonly url: string,
    samples: Samples,
  ) {
    this.kernels = new Kernels(card);
    this.own = new Own(card, (isDrawing) => this.judge(isDrawing), samples);
    new IntersectionObserver((entries) => {
      this.isSeen = entries.some((entry) => entry.isIntersecting);
      void this.load();
    }).observe(card);
  }

  /** Show an epoch; `newest` is the last that was finished. */
  show(epoch: number, newest: number, isOver: boolean): void {
    this.epoch = epoch;
    this.isOver = isOver;
    this.own.offer();
    this.draw();
    if (newest > (this.film?.epochs.at(-1) ?? 0)) void this.load();
  }

  private async load(): Promise<void> {
    const isSoon = performance.now() - this.loadedAt < AGAIN_MS && !this.isOver;
    if (!this.epoch || !this.isSeen || this.isLoading || isSoon) return;
    if (this.isWhole) return;
    this.isLoading = true;
    const { isOver } = this;
    try {
      this.film = new Timelapse(await getBytes(this.url));
      this.isWhole = isOver;
      this.loadedAt = performance.now();
      this.judge(false);
      this.draw();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
    } finally {
      this.isLoading = false;
    }
  }

  private draw(): void {
    const { film } = this;
    if (!film) return;
    const at = placeOf(film.epochs, this.epoch);
    this.kernels.show(film.network(at));
    this.own.show(this.answers[at] ?? null);
    this.own.strip(film.epochs, this.answers, film.epochs[at]!);
  }

  /** Ask the networks: while a digit grows that of one epoch, then all. */
  private judge(isDrawing: boolean): void {
    const { film, own } = this;
    const { digit } = own;
    if (!film) return;
    if (digit && isDrawing) {
      return own.show(answerOf(film.network(placeOf(film.epochs, this.epoch)), digit));
    }
    this.answers = digit ? film.epochs.map((_, at) => answerOf(film.network(at), digit)) : [];
    this.draw();
  }
}

/** The place of the last epoch that is kept up to one; of the first where none is. */
export function placeOf(epochs: readonly number[], epoch: number): number {
  return Math.max(
    0,
    epochs.findLastIndex((one) => one <= epoch),
  );
}
