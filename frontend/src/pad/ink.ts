/** The ink map of a pad, from a canvas of its own: what the reader reads. */

import type { InkMap } from "../imaging";
import { paintAll, paintStroke } from "./paint";
import type { Stroke } from "./strokes";
import { scaled, type View } from "./view";

/** Pixels of the map for the pad's short side: a digit a tenth as high still has 32. */
const SHORT_SIDE_PX = 320;
/** No more than this for the long side: a very wide pad is read more coarsely. */
const LONG_SIDE_PX = 800;
/**
 * Paper around the pad, as a share of the map's long side. The reader takes what runs along a
 * page's border for a frame; on a pad a 1 may stand there.
 */
const RIM = 0.16;

/** Paints what the pad shows at a fixed resolution, and gives it as numbers. */
export class InkSource {
  private readonly canvas = document.createElement("canvas");
  private readonly context = this.canvas.getContext("2d", { willReadFrequently: true })!;
  private map: InkMap = { data: new Float32Array(0), width: 0, height: 0 };
  private factor = 1;
  private rim = 0;
  private view: View = { scale: 1, x: 0, y: 0 };

  /** Fit the map to a pad of this size, in pixels of the page. */
  resize(width: number, height: number): void {
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    this.factor = Math.min(SHORT_SIDE_PX / short, LONG_SIDE_PX / long);
    this.rim = Math.ceil(RIM * long * this.factor);
    this.canvas.width = Math.ceil(width * this.factor);
    this.canvas.height = Math.ceil(height * this.factor);
    const [w, h] = [this.canvas.width + 2 * this.rim, this.canvas.height + 2 * this.rim];
    this.map = { data: new Float32Array(w * h), width: w, height: h };
  }

  /** Paint everything anew. */
  repaint(strokes: readonly Stroke[], view: View): void {
    this.view = scaled(view, this.factor);
    paintAll(this.context, strokes, this.view, "#000");
  }

  /** Paint what a stroke grew by. */
  grow(stroke: Stroke, from: number): void {
    paintStroke(this.context, stroke, this.view, "#000", from);
  }

  /** The ink now; the same array each time, so take what must last. */
  read(): InkMap {
    const { width, height } = this.canvas;
    const { data: pixels } = this.context.getImageData(0, 0, width, height);
    const { data, width: stride } = this.map;
    for (let row = 0, from = 3; row < height; row++) {
      let to = (row + this.rim) * stride + this.rim;
      for (const end = to + width; to < end; to++, from += 4) data[to] = pixels[from]! / 255;
    }
    return this.map;
  }

  /** A box of the map -> pixels of the pad. */
  toPad([x, y, width, height]: readonly [number, number, number, number]): DOMRect {
    const f = this.factor;
    return new DOMRect((x - this.rim) / f, (y - this.rim) / f, width / f, height / f);
  }

  /** The map as a PNG, dark ink on white: boxes of a reading hold on it. */
  async png(): Promise<Blob> {
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [this.map.width, this.map.height];
    const context = copy.getContext("2d")!;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(this.canvas, this.rim, this.rim);
    return new Promise((resolve, reject) =>
      copy.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG"))), "image/png"),
    );
  }
}
