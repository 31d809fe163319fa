/** Maps of a layer, and single values, as tiles of one picture. */

import type { Ramp } from "./ramp";

/** `count` maps of `height` x `width` values each, row by row, one map after another. */
export interface Maps {
  data: Float32Array;
  count: number;
  height: number;
  width: number;
  /** Whether values may be below 0: 0 then is the middle of the ramp. */
  isSigned?: boolean;
}

/** Where maps lie in a picture: `columns` of them in a row, each value `zoom` pixels wide. */
export interface Tiling {
  columns: number;
  zoom: number;
  /** Pixels of empty ground between tiles. */
  gap: number;
}

/** Width and height of the picture, in pixels. */
export function sizeOf(maps: Omit<Maps, "data">, { columns, zoom, gap }: Tiling): [number, number] {
  const rows = Math.ceil(maps.count / columns);
  const across = Math.min(columns, maps.count);
  return [across * (maps.width * zoom + gap) - gap, rows * (maps.height * zoom + gap) - gap];
}

/**
 * What the ramp's last colour should mean: the mean of the maps' own peaks, of those that have one.
 *
 * One loud map among many would leave the others pale; what lies above is drawn in the last colour.
 * Of units, maps of one value, it is the largest: half of them would lie above their mean. What is
 * signed counts without its sign.
 */
export function peakOf({
  data,
  count,
  isSigned,
}: Pick<Maps, "data" | "count" | "isSigned">): number {
  const size = data.length / count;
  if (size === 1) return largest(data, isSigned);
  let [sum, heard] = [0, 0];
  for (let map = 0; map < count; map++) {
    const peak = largest(data.subarray(map * size, (map + 1) * size), isSigned);
    sum += peak;
    if (peak > 0) heard += 1;
  }
  return heard > 0 ? sum / heard : 0;
}

function largest(data: Float32Array, isSigned = false): number {
  let [most, least] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (data[i]! > most) most = data[i]!;
    else if (data[i]! < least) least = data[i]!;
  }
  return isSigned ? Math.max(most, -least) : most;
}

/**
 * Paint maps into pixels: 0 is the ramp's first colour, or its middle where values are signed;
 * `peak` and above is its last.
 *
 * @param pixels - of the picture, `sizeOf` large; what lies between tiles stays as it is.
 */
export function paintMaps(
  pixels: Uint32Array,
  maps: Maps,
  tiling: Tiling,
  ramp: Ramp,
  peak: number,
): void {
  const { columns, zoom, gap } = tiling;
  const [stride] = sizeOf(maps, tiling);
  const [zero, reach] = maps.isSigned ? [128, 127] : [0, 255];
  const factor = peak > 0 ? reach / peak : 0;
  let from = 0;
  for (let map = 0; map < maps.count; map++) {
    const left = (map % columns) * (maps.width * zoom + gap);
    const top = Math.floor(map / columns) * (maps.height * zoom + gap);
    for (let row = 0; row < maps.height; row++, from += maps.width) {
      const start = (top + row * zoom) * stride + left;
      let to = start;
      for (let i = from; i < from + maps.width; i++) {
        const colour = ramp[level(zero + maps.data[i]! * factor)]!;
        for (let copy = 0; copy < zoom; copy++) pixels[to++] = colour;
      }
      for (let copy = 1; copy < zoom; copy++) pixels.copyWithin(start + copy * stride, start, to);
    }
  }
}

const level = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : value | 0);

/** A canvas that shows maps: one picture of all of them, drawn at once. */
export class MapCanvas {
  private readonly context: CanvasRenderingContext2D;
  private image: ImageData;
  private pixels: Uint32Array;
  private shown: unknown[] = [];

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly form: Omit<Maps, "data">,
    private readonly tiling: Tiling,
  ) {
    [canvas.width, canvas.height] = sizeOf(form, tiling);
    this.context = canvas.getContext("2d")!;
    this.image = this.context.createImageData(canvas.width, canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Show values, those shown already at no cost; `peak` is what the ramp's last colour means. */
  show(data: Float32Array, ramp: Ramp, peak?: number): void {
    const asked = [data, ramp, peak];
    if (asked.every((one, i) => one === this.shown[i])) return;
    this.shown = asked;
    const maps = { ...this.form, data };
    paintMaps(this.pixels, maps, this.tiling, ramp, peak ?? peakOf(maps));
    this.context.putImageData(this.image, 0, 0);
  }

  /** Show no values: tiles in the ramp's colour of 0. */
  blank(ramp: Ramp): void {
    this.show(new Float32Array(this.form.count * this.form.height * this.form.width), ramp, 1);
  }
}
