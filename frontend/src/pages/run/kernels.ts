/** Weights of the first layer as pictures: kernels of a convolution, or whole pictures of a dense layer. */

import { MapCanvas, type Maps, rampOf, SIGNED, type Tiling } from "../../draw";
import type { Network } from "../../net";
import { atMost, firstWeights } from "../../timelapse";

/** Pictures that are shown at most; a dense layer may have hundreds. */
const MOST = 24;
const COLUMNS = 8;
const PICTURE_PX = 28;

export class Kernels {
  private readonly canvas: HTMLCanvasElement;
  private readonly title: HTMLElement;
  private readonly none: HTMLElement;
  private maps: MapCanvas | null = null;
  private form = "";
  private shown: Maps | null = null;

  constructor(card: HTMLElement) {
    this.canvas = card.querySelector("[data-kernels]")!;
    this.title = card.querySelector("[data-kernels-title]")!;
    this.none = card.querySelector("[data-kernels-none]")!;
    const again = (): void => this.paint();
    new MutationObserver(again).observe(document.documentElement, {
      attributeFilter: ["data-theme"],
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }

  show(network: Network): void {
    const all = firstWeights(network);
    if (!all) return;
    this.shown = atMost(all, MOST);
    this.title.textContent = titled(all, this.shown.count);
    this.canvas.hidden = false;
    this.none.hidden = true;
    this.paint();
  }

  private paint(): void {
    if (!this.shown) return;
    const { data, ...form } = this.shown;
    const key = Object.values(form).join();
    if (key !== this.form) this.maps = new MapCanvas(this.canvas, form, tiling(form));
    this.form = key;
    const peak = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    this.maps!.show(data, rampOf(this.canvas, SIGNED), peak);
  }
}

function titled({ count, width }: Maps, shown: number): string {
  const what = width === PICTURE_PX ? "First-layer weights" : "First-layer kernels";
  return shown < count ? `${what}, ${shown} of ${count}` : what;
}

/** Small kernels are drawn large, so that the gaps between them stay thin. */
function tiling({ width }: Omit<Maps, "data">): Tiling {
  const zoom = Math.max(1, Math.round(56 / width));
  return { columns: COLUMNS, zoom, gap: 8 };
}
