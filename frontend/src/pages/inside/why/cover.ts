/** A check by experiment: what each score loses where a patch is covered. */

import { MapCanvas, peakOf } from "../../../draw";
import { outline } from "../../../draw/outline";
import { agreement, type Losses, lossesOf, occlude, PATCH_PX, Slices } from "../../../explain";
import type { Item } from "../../draw/items";
import { find, make, say } from "../../draw/dom";
import { className } from "../../draw/words";
import type { Context } from "../view";
import { card } from "./card";

const FORM = { count: 1, height: 28, width: 28, isSigned: true };
const TILING = { columns: 1, zoom: 6, gap: 0 };
/** Correlations from which one says that both agree, or partly. */
const AGREES = 0.5;
const PARTLY = 0.2;

export class CoverCard {
  readonly element: HTMLElement;
  private readonly map: MapCanvas;
  private readonly edge: Element;
  private readonly words = make("p", { role: "status" });
  private readonly slices = new Slices();
  private losses: Losses | null = null;
  private of = 0;
  private item: Item | null = null;
  private pixels: Float32Array | null = null;

  constructor(private readonly context: Context) {
    const label = "What the score loses under each patch";
    const canvas = make("canvas", { class: "split-map", role: "img", "aria-label": label });
    this.map = new MapCanvas(canvas, FORM, TILING);
    const frame = make("div", { class: "split-frame is-small" }, canvas);
    frame.insertAdjacentHTML(
      "beforeend",
      '<svg class="split-edge" viewBox="0 0 28 28" aria-hidden="true"><path/></svg>',
    );
    this.edge = find<Element>(frame, "path");
    this.element = card(
      "Check: cover a patch",
      `A square of ${PATCH_PX} × ${PATCH_PX} pixels is covered with paper at each place, and the picture read again. Blue: without this the score falls.`,
      frame,
      this.words,
    );
  }

  /** Cover patches of a picture; what is found is told when all is done. */
  start(item: Item): void {
    if (item.picture === this.item?.picture) return;
    this.item = item;
    this.losses = null;
    this.edge.setAttribute("d", outline(item.picture, 28, 0.5));
    this.map.blank(this.context.colours.signed);
    say(this.words, "Covering …");
    this.slices.run(occlude(this.context.network, item.picture), (losses) => {
      this.losses = losses;
      this.paint();
      this.context.changed();
    });
  }

  stop(): void {
    this.slices.stop();
    if (!this.losses) this.item = null;
  }

  /** Show it for a class, beside its split over the pixels. */
  show(of: number, pixels: Float32Array): void {
    [this.of, this.pixels] = [of, pixels];
    this.paint();
  }

  /** 'covering agrees ...', for the account in words; '' where it is not done. */
  account(): string {
    return this.losses ? this.words.textContent : "";
  }

  private paint(): void {
    if (!this.losses || !this.item || !this.pixels) return;
    const map = lossesOf(this.losses, this.of);
    this.map.show(map, this.context.colours.signed, peakOf({ ...FORM, data: map }));
    const label = `What the score of ${className(this.of)} loses under each patch`;
    this.map.canvas.setAttribute("aria-label", label);
    const found = agreement(this.pixels, map, this.item.picture);
    const said = found >= AGREES ? "agrees" : found >= PARTLY ? "partly agrees" : "does not agree";
    const number = `correlation ${found.toFixed(2).replace("-", "−")}`;
    say(this.words, `Covering ${said} with the split above (${number}).`);
  }
}
