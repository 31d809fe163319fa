/** The drawing on the pad as an ink map of a fixed size, and strokes that change it. */

import type { Segment } from "../../../explain";
import type { InkMap } from "../../../imaging";
import { InkSource } from "../../../pad/ink";
import type { Stroke } from "../../../pad";
import { inkBounds } from "../../../pad/strokes";
import { viewFor, type View } from "../../../pad/view";
import type { BrowserReader } from "../../../reading";
import { type Item, itemsOf } from "../../draw/items";

/** Pad units make pixels of this sheet one to one. */
const SIDE_PX = 1000;
/** Paper left around a digit, as a share of its long side: room for strokes beside it. */
const ROOM = 0.4;

/** One digit of a drawing, cut out to be changed, and the whole to read it again. */
export class Cutting {
  private readonly source = new InkSource();
  private readonly view: View;
  /** How many marks there are. */
  private readonly count: number;
  readonly item: Item | undefined;
  /** The digit's ink alone, with paper around it. */
  readonly ink: InkMap;
  private readonly origin: { x: number; y: number };

  constructor(
    private readonly strokes: readonly Stroke[],
    private readonly reader: BrowserReader,
    index: number,
  ) {
    this.view = viewFor(SIDE_PX, SIDE_PX, inkBounds(strokes));
    this.source.resize(SIDE_PX, SIDE_PX);
    this.source.repaint(strokes, this.view);
    const map = this.source.read();
    const items = itemsOf(reader.read(map));
    this.count = items.length;
    this.item = items[index];
    const [x, y, width, height] = this.item?.box ?? [0, 0, 1, 1];
    const room = Math.round(ROOM * Math.max(width, height));
    this.origin = { x: x - room, y: y - room };
    this.ink = cut(map, { x, y, width, height }, room);
  }

  /** Width of the pen in pixels of the ink map. */
  get penPx(): number {
    const pen = this.strokes.find((stroke) => stroke.kind === "ink")?.width ?? 56;
    return pen / this.unitsPerPixel;
  }

  /** Segments of the ink map as strokes on the pad. */
  toStrokes(segments: readonly Segment[]): Stroke[] {
    return segments.map(({ kind, x1, y1, x2, y2, width }) => {
      const ends = [this.toUnits(x1, y1), this.toUnits(x2, y2)];
      const isDot = Math.hypot(x2 - x1, y2 - y1) < 0.5;
      const points = (isDot ? ends.slice(0, 1) : ends).map((end) => ({ ...end, pressure: 0.5 }));
      return { kind, width: width * this.unitsPerPixel, points };
    });
  }

  /**
   * What the digit is read as after strokes were added to the drawing; undefined where it is gone, or
   * where it fell apart, so that its pieces are marks of their own.
   */
  readWith(more: readonly Stroke[]): Item | undefined {
    this.source.repaint([...this.strokes, ...more], this.view);
    const items = itemsOf(this.reader.read(this.source.read()));
    if (items.length !== this.count) return undefined;
    return items.reduce<Item | undefined>(
      (best, one) => (this.overlap(one) > (best ? this.overlap(best) : 0) ? one : best),
      undefined,
    );
  }

  private overlap({ box }: Item): number {
    const [x, y, width, height] = this.item!.box;
    const across = Math.min(box[0] + box[2], x + width) - Math.max(box[0], x);
    const down = Math.min(box[1] + box[3], y + height) - Math.max(box[1], y);
    return Math.max(0, across) * Math.max(0, down);
  }

  private get unitsPerPixel(): number {
    return this.source.toPad([0, 0, 1, 1]).width / this.view.scale;
  }

  private toUnits(x: number, y: number): { x: number; y: number } {
    // The middle of a pixel stands for it.
    const at = this.source.toPad([x + 0.5 + this.origin.x, y + 0.5 + this.origin.y, 0, 0]);
    return { x: (at.x - this.view.x) / this.view.scale, y: (at.y - this.view.y) / this.view.scale };
  }
}

/** The ink of a box, on paper that is larger by `room` on each side. */
export function cut(
  map: InkMap,
  box: { x: number; y: number; width: number; height: number },
  room: number,
): InkMap {
  const [width, height] = [box.width + 2 * room, box.height + 2 * room];
  const data = new Float32Array(width * height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * map.width + box.x;
    data.set(map.data.subarray(from, from + box.width), (row + room) * width + room);
  }
  return { data, width, height };
}
