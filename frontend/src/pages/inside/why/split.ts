/** Which ink speaks for a class: its map, large, and all eleven to choose from. */

import { MapCanvas, peakOf } from "../../../draw";
import { outline } from "../../../draw/outline";
import type { Attribution } from "../../../explain";
import { find, make, say } from "../../draw/dom";
import { className } from "../../draw/words";
import type { Colours } from "../view";

const FORM = { count: 1, height: 28, width: 28, isSigned: true };
const LARGE = { columns: 1, zoom: 12, gap: 0 };
const SMALL = { columns: 1, zoom: 2, gap: 0 };
const CLASSES = [...Array(11).keys()];

export class SplitView {
  readonly element = make("div", { class: "split" });
  private readonly large: MapCanvas;
  private readonly edge: Element;
  private readonly buttons: HTMLButtonElement[];
  private readonly small: MapCanvas[] = [];
  private readonly value = make("output", { class: "note split-value", "aria-live": "polite" });
  private shown: Attribution | null = null;
  /** The pixel whose number is told; the middle one to begin with. */
  private pixel = 14 * 28 + 14;

  /**
   * @param pick - is told which class was chosen.
   * @param beside - what stands under the eleven.
   */
  constructor(
    private readonly pick: (of: number) => void,
    beside: HTMLElement,
  ) {
    const canvas = make("canvas", { class: "split-map", role: "application", tabindex: "0" });
    this.large = new MapCanvas(canvas, FORM, LARGE);
    const frame = make("div", { class: "split-frame" }, canvas);
    frame.insertAdjacentHTML(
      "beforeend",
      '<svg class="split-edge" viewBox="0 0 28 28" aria-hidden="true"><path/></svg>',
    );
    this.edge = find<Element>(frame, "path");
    this.buttons = CLASSES.map((of) => this.button(of));
    const group = make("div", { class: "split-all", role: "group", "aria-label": "Speaks for" });
    group.append(...this.buttons);
    group.addEventListener("keydown", (event) => this.key(event));
    this.element.append(
      make("div", {}, frame, this.value),
      make("div", { class: "split-side" }, group, beside),
    );
    canvas.addEventListener("pointermove", (event) => this.point(event, canvas));
    canvas.addEventListener("pointerleave", () => this.tell(null));
    canvas.addEventListener("keydown", (event) => this.step(event));
  }

  /** Show the split of the chosen class over a picture. */
  show(split: Attribution, picture: Float32Array, { signed }: Colours): void {
    this.shown = split;
    const maps = { ...FORM, data: split.pixels };
    this.large.show(split.pixels, signed, peakOf(maps));
    this.edge.setAttribute("d", outline(picture, 28, 0.5));
    const label = `What each pixel’s ink does for ${className(split.of)}; arrow keys tell the numbers`;
    this.large.canvas.setAttribute("aria-label", label);
    this.buttons.forEach((button, of) =>
      button.setAttribute("aria-pressed", String(of === split.of)),
    );
    this.tell(null);
  }

  /** Show one class among all: its map in small, and its score. */
  showSmall(split: Attribution, { signed }: Colours): void {
    this.small[split.of]!.show(split.pixels, signed, peakOf({ ...FORM, data: split.pixels }));
    say(find(this.buttons[split.of]!, "[data-score]"), split.score.toFixed(1).replace("-", "−"));
  }

  private button(of: number): HTMLButtonElement {
    const canvas = make("canvas", { "aria-hidden": "true" });
    this.small.push(new MapCanvas(canvas, FORM, SMALL));
    const name = make("span", { class: "split-name" }, of < 10 ? String(of) : "Not a digit");
    const score = make("span", { class: "note", "data-score": "" });
    const button = make("button", { type: "button", class: "split-one" }, canvas, name, score);
    button.addEventListener("click", () => this.pick(of));
    return button;
  }

  private key(event: KeyboardEvent): void {
    const at = this.buttons.indexOf(event.target as HTMLButtonElement);
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0 || by === undefined) return;
    event.preventDefault();
    const next = (at + by + 11) % 11;
    this.buttons[next]!.focus();
    this.pick(next);
  }

  private point(event: PointerEvent, canvas: HTMLCanvasElement): void {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - left) / width) * 28);
    const y = Math.floor(((event.clientY - top) / height) * 28);
    this.tell(x >= 0 && y >= 0 && x < 28 && y < 28 ? y * 28 + x : null);
  }

  private step(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 28, ArrowUp: -28 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = this.pixel + by;
    this.tell(next >= 0 && next < 784 ? next : this.pixel);
  }

  private tell(pixel: number | null): void {
    if (pixel !== null) this.pixel = pixel;
    const value = pixel === null || !this.shown ? null : this.shown.pixels[pixel]!;
    say(
      this.value,
      value === null || pixel === null
        ? "Point at a pixel for its number, or use the arrow keys."
        : `Row ${Math.floor(pixel / 28) + 1}, column ${(pixel % 28) + 1}: ${signed(value, 3)}`,
    );
  }
}

/** '+1.23', '−0.50', '0.00'. */
export function signed(value: number, places: number): string {
  const text = Math.abs(value).toFixed(places);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}
