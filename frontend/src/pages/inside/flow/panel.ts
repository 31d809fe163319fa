/** The maps of one layer: a canvas with a cursor, for pointer and keys. */

import {
  MapCanvas,
  placeAt,
  rectOf,
  stepped,
  type Place,
  type Ramp,
  type Rect,
} from "../../../draw";
import { make } from "../../draw/dom";
import type { Block } from "./blocks";
import type { PanelSpot, Spot } from "./layout";

export interface PanelEvents {
  /** A value is pointed at, or the keys' cursor is on it; null where none is any more. */
  point(panel: Panel, place: Place | null, byKey: boolean): void;
  /** A value is to be opened. */
  pick(panel: Panel, place: Place): void;
}

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class Panel {
  readonly canvas = make("canvas", { class: "panel", role: "application", tabindex: "0" });
  private maps: MapCanvas;
  private cursor: Place = { map: 0, row: 0, column: 0 };

  constructor(
    readonly block: Block,
    public spot: PanelSpot,
    private readonly events: PanelEvents,
  ) {
    this.maps = new MapCanvas(this.canvas, block, spot);
    const { title, count, height, width } = block;
    const what = height * width > 1 ? `${count} maps of ${height} × ${width}` : `${count} units`;
    this.canvas.setAttribute("aria-label", `${title}: ${what}`);
    this.canvas.setAttribute("aria-describedby", "panel-keys");
    this.place(spot);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => events.point(this, null, false));
    this.canvas.addEventListener("click", (event) => this.click(event));
    this.canvas.addEventListener("focus", () => {
      if (this.canvas.matches(":focus-visible")) events.point(this, this.cursor, true);
    });
    this.canvas.addEventListener("blur", () => events.point(this, null, true));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
  }

  /** Lie elsewhere, or in another size. */
  place(spot: PanelSpot): void {
    const isSame = `${spot.columns} ${spot.zoom} ${spot.gap}` === tilingOf(this.spot);
    this.spot = spot;
    if (!isSame) this.maps = new MapCanvas(this.canvas, this.block, spot);
    put(this.canvas, spot);
  }

  show(data: Float32Array | undefined, ramp: Ramp): void {
    if (data) this.maps.show(data, ramp);
    else this.maps.blank(ramp);
  }

  /** Where values lie on the page's picture. */
  rect(map: number, part?: Parameters<typeof rectOf>[3]): Rect {
    const found = rectOf(this.block, this.spot, map, part);
    const scale = this.scale;
    return {
      x: this.spot.x + found.x / scale,
      y: this.spot.y + found.y / scale,
      width: found.width / scale,
      height: found.height / scale,
    };
  }

  /** Where the keys begin. */
  aim(place: Place): void {
    this.cursor = place;
  }

  /** Pixels of the canvas for one of the page. */
  private get scale(): number {
    return this.canvas.width / this.spot.width;
  }

  private under(event: MouseEvent): Place | null {
    const { scale } = this;
    return placeAt(this.block, this.spot, event.offsetX * scale, event.offsetY * scale);
  }

  private point(event: PointerEvent): void {
    this.events.point(this, this.under(event), false);
  }

  private click(event: MouseEvent): void {
    const place = this.under(event);
    if (place) this.pick(place);
  }

  private pick(place: Place): void {
    this.cursor = place;
    this.events.pick(this, place);
  }

  private key(event: KeyboardEvent): void {
    const way = WAYS[event.key];
    const { cursor, block } = this;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") this.pick(cursor);
    else if (way) this.cursor = stepped(block, this.spot.columns, cursor, ...way);
    else if (event.key === "PageDown") this.cursor = { ...cursor, map: next(cursor.map, 1, block) };
    else if (event.key === "PageUp") this.cursor = { ...cursor, map: next(cursor.map, -1, block) };
    else return;
    event.preventDefault();
    this.events.point(this, this.cursor, true);
  }
}

const next = (map: number, by: number, { count }: Block): number =>
  Math.min(Math.max(map + by, 0), count - 1);

const tilingOf = ({ columns, zoom, gap }: PanelSpot): string => `${columns} ${zoom} ${gap}`;

/** Put an element where a spot is. */
export function put(element: HTMLElement | SVGElement, spot: Spot): void {
  const { style } = element;
  [style.left, style.top] = [`${spot.x}px`, `${spot.y}px`];
  [style.width, style.height] = [`${spot.width}px`, `${spot.height}px`];
}
