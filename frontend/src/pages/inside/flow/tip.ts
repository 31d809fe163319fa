/** The value that is pointed at, in words beside it; by keys it is read out too. */

import { fixed, valueOf } from "../../../arithmetic";
import type { Place } from "../../../draw";
import { make, say } from "../../draw/dom";
import type { Shown } from "../view";
import type { Block } from "./blocks";
import { put, type Panel } from "./panel";

export class Tip {
  private readonly tip = make("div", { class: "tip", "aria-hidden": "true", hidden: "" });
  private readonly frame = make("div", { class: "frame frame-point", hidden: "" });
  private readonly said = make("p", { class: "visually-hidden", role: "status" });
  private at: { panel: Panel; place: Place } | null = null;

  get elements(): HTMLElement[] {
    const keys = "Arrows move, Page keys change the map, Enter opens the sum of a number.";
    const help = make("p", { class: "visually-hidden", id: "panel-keys" }, keys);
    return [this.frame, this.tip, this.said, help];
  }

  point(panel: Panel, place: Place | null, shown: Shown, byKey: boolean): void {
    this.at = place && { panel, place };
    this.tip.hidden = this.frame.hidden = !place;
    if (!place) return;
    const rect = panel.rect(place.map, place);
    put(this.frame, rect);
    const isLeft = rect.x < this.tip.parentElement!.clientWidth / 2;
    this.tip.classList.toggle("is-left", isLeft);
    this.tip.style.left = `${rect.x + rect.width / 2}px`;
    this.tip.style.top = `${rect.y}px`;
    this.refresh(shown);
    if (byKey) say(this.said, this.tip.textContent);
  }

  /** Tell the value in what is shown now. */
  refresh({ item }: Shown): void {
    if (!this.at) return;
    const { panel, place } = this.at;
    const { block } = panel;
    const unit = { output: block.output, channel: place.map, row: place.row, column: place.column };
    const value = item ? fixed(valueOf(item.activations, unit)) : "nothing drawn";
    say(this.tip, `${placeName(block, place)}: ${value}`);
  }
}

/** 'Strokes 1, map 3, row 10, column 6'; 'Summary, unit 12'. */
export function placeName({ title, height, width }: Block, { map, row, column }: Place): string {
  if (height * width === 1) return `${title}, unit ${map + 1}`;
  return `${title}, map ${map + 1}, row ${row + 1}, column ${column + 1}`;
}
