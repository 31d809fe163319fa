/** Weights of the first layer as pictures: kernels of a convolution, or whole pictures of a dense layer. */

import { MapCanvas, type Maps, rampOf, SIGNED, type Tiling } from "../../draw";
import type { Network, Tensor } from "../../net";

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
    const weights = network.layers.find((layer) => layer.weights)?.weights;
    const all = weights && mapsOf(weights);
    if (!all) return;
    this.shown = someOf(all, MOST);
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
    // From -peak..peak to 0..2 peak: the middle of the ramp is zero.
    const lifted = data.map((value) => value + peak);
    this.maps!.show(lifted, rampOf(this.canvas, SIGNED), 2 * peak);
  }
}

/** Weights of one input channel -> maps; null where they are none that a person could see. */
export function mapsOf({ data, shape }: Tensor): Maps | null {
  if (shape.length === 4) {
    const [count, channels, height, width] = shape as [number, number, number, number];
    return channels === 1 ? { data, count, height, width } : null;
  }
  const area = PICTURE_PX * PICTURE_PX;
  const [rows, columns] = shape as [number, number];
  const form = { height: PICTURE_PX, width: PICTURE_PX };
  if (columns === area) return { data, count: rows, ...form };
  return rows === area ? { data: turned(data, rows, columns), count: columns, ...form } : null;
}

function turned(data: Float32Array, rows: number, columns: number): Float32Array {
  return data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}

function someOf(maps: Maps, most: number): Maps {
  const count = Math.min(most, maps.count);
  return { ...maps, count, data: maps.data.slice(0, count * maps.height * maps.width) };
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
