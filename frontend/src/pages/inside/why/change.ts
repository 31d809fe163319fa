/** 'What would make it a 1?': the least ink to add or erase, shown and read again. */

import { type Change, findChange, type Segment, Slices } from "../../../explain";
import type { Stroke } from "../../../pad";
import { paintAll, paintStroke } from "../../../pad/paint";
import { inkBounds } from "../../../pad/strokes";
import { scaled, viewFor } from "../../../pad/view";
import { BrowserReader } from "../../../reading";
import { make, say } from "../../draw/dom";
import { type Item } from "../../draw/items";
import { percent } from "../../draw/words";
import type { Context } from "../view";
import { card } from "./card";
import { Cutting } from "./drawing";

const SIDE_PX = 168;
/** Nobody draws meanwhile, and an answer within a second is worth a late frame. */
const SLICE_MS = 24;

export class ChangeCard {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[];
  private readonly canvas = make("canvas", { class: "change-pad", role: "img" });
  private readonly words = make("p", { role: "status" });
  private readonly draw = make("button", { type: "button", class: "button" }, "Draw it on the pad");
  private readonly slices = new Slices(SLICE_MS);
  private wanted = -1;
  private item: Item | null = null;
  private index = 0;
  private more: Stroke[] = [];

  constructor(private readonly context: Context) {
    this.buttons = [...Array(10).keys()].map((of) => {
      const button = make("button", { type: "button", class: "button button-small" }, String(of));
      button.addEventListener("click", () => this.choose(of));
      return button;
    });
    const group = make("div", { class: "change-digits", role: "group", "aria-label": "Make it a" });
    group.append(...this.buttons);
    this.draw.addEventListener("click", () => {
      context.draw([...context.strokes, ...this.more]);
    });
    this.element = card(
      "What would make it a …",
      "The least ink to add (blue) or to erase (orange) that was found, drawn and read again.",
      group,
      make("div", { class: "change-result" }, this.canvas, make("div", {}, this.words, this.draw)),
    );
    this.reset();
  }

  get state(): string {
    return this.wanted >= 0 ? String(this.wanted) : "";
  }

  /** Look for this digit; -1 for none. */
  restore(wanted: number): void {
    this.wanted = wanted >= 0 && wanted < 10 ? wanted : -1;
    if (this.item) this.search();
  }

  /** Another picture: what was found is no longer true of it. */
  start(item: Item, index: number): void {
    if (item.picture === this.item?.picture) return;
    [this.item, this.index] = [item, index];
    this.search();
  }

  stop(): void {
    this.slices.stop();
    this.item = null;
  }

  account(): string {
    return this.wanted >= 0 ? this.words.textContent : "";
  }

  private choose(of: number): void {
    this.wanted = this.wanted === of ? -1 : of;
    this.context.changed();
    this.search();
  }

  private reset(): void {
    this.more = [];
    this.slices.stop();
    this.draw.hidden = true;
    this.buttons.forEach((button, of) => {
      button.setAttribute("aria-pressed", String(of === this.wanted));
      button.disabled = of === this.item?.value;
    });
    this.canvas.hidden = this.wanted < 0 || !this.item;
    say(this.words, this.wanted < 0 ? "Choose a digit." : "");
  }

  private search(): void {
    this.reset();
    const { wanted, context, item } = this;
    if (wanted < 0 || !item) return;
    if (item.value === wanted) return say(this.words, `It is read as ${wanted} already.`);
    const cutting = new Cutting(
      context.strokes,
      new BrowserReader(context.network, context.card),
      this.index,
    );
    this.paint();
    if (!cutting.item) return say(this.words, "There is no single digit to change.");
    say(this.words, "Looking …");
    const started = performance.now();
    const holds = (segments: readonly Segment[]): boolean =>
      cutting.readWith(cutting.toStrokes(segments))?.value === wanted;
    const work = findChange(context.network, cutting.ink, wanted, cutting.penPx, holds);
    this.slices.run(work, (change) => {
      this.found(change, cutting, performance.now() - started);
      this.context.changed();
    });
  }

  private found(change: Change | null, cutting: Cutting, milliseconds: number): void {
    const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
    this.element.dataset["milliseconds"] = String(Math.round(milliseconds));
    if (!change) {
      return say(this.words, `No change of up to four strokes was found (${seconds}).`);
    }
    this.more = cutting.toStrokes(change.segments);
    const read = cutting.readWith(this.more)!;
    const sure = percent(read.probabilities[read.value!]!);
    say(this.words, `${changeWords(change)} Read again: ${read.value}, ${sure}. (${seconds})`);
    this.draw.hidden = false;
    this.paint();
  }

  private paint(): void {
    const { canvas, context, more } = this;
    const ratio = window.devicePixelRatio;
    canvas.width = canvas.height = SIDE_PX * ratio;
    const view = scaled(viewFor(SIDE_PX, SIDE_PX, inkBounds(context.strokes)), ratio);
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const page = canvas.getContext("2d")!;
    paintAll(page, context.strokes, view, colour("--pad-ink"));
    for (const stroke of more) {
      const isInk = stroke.kind === "ink";
      page.globalAlpha = isInk ? 1 : 0.8;
      paintStroke(
        page,
        { ...stroke, kind: "ink" },
        view,
        colour(isInk ? "--signed-5" : "--signed-1"),
      );
    }
    page.globalAlpha = 1;
    canvas.setAttribute("aria-label", more.length ? "The drawing with the change" : "The drawing");
  }
}

/** 'Add 1 stroke and erase 1: 12% of its ink.' */
export function changeWords({ segments, share }: Change): string {
  const count = (kind: "ink" | "erase"): number =>
    segments.filter((segment) => segment.kind === kind).length;
  const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
  const parts = [
    count("ink") ? `add ${plural(count("ink"), "stroke")}` : "",
    count("erase") ? `erase ${plural(count("erase"), "place")}` : "",
  ].filter(Boolean);
  const text = parts.join(" and ");
  const amount = Math.max(1, Math.round(100 * share));
  return `${text[0]!.toUpperCase()}${text.slice(1)}: as much as ${amount}% of its ink.`;
}
