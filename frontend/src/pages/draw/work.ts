/** The network at work: the maps of every layer for one mark, live. */

import { ACTIVATION, MapCanvas, rampOf, type Ramp } from "../../draw";
import type { Activations, Layer } from "../../net";
import { Soon } from "../../page/idle";
import { find, make, say } from "./dom";
import { guesses, type Item } from "./items";
import { inkRamp } from "./saw";
import { columnsOf, stagesOf, type Panel, type Stage } from "./stages";
import { which } from "./words";

/** How much of the row each stage takes. */
const WIDTHS = { picture: 9, answer: 8, units: 9, 28: 30, 14: 30, 7: 27 } as const;
const PICTURE = { count: 1, height: 28, width: 28 };

interface Shown {
  panel: Panel;
  maps: MapCanvas;
}

export class WorkView {
  private readonly box: HTMLElement;
  private readonly note: HTMLElement;
  private readonly picture: MapCanvas;
  private readonly bars: HTMLElement[];
  private panels: Shown[] = [];
  private colours: Ramp;
  private ink: Ramp;
  private isInSight = true;
  private waiting: (() => void) | null = null;
  private readonly soon = new Soon();

  constructor(root: ParentNode) {
    this.box = find(root, "[data-stages]");
    this.note = find(root, "[data-work-note]");
    this.colours = rampOf(this.box, ACTIVATION);
    this.ink = inkRamp(this.box);
    this.picture = new MapCanvas(make("canvas"), PICTURE, { columns: 1, zoom: 4, gap: 0 });
    this.bars = [...Array(11)].map((_, i) => outputRow(i));
    new IntersectionObserver(([entry]) => this.sight(entry!.isIntersecting)).observe(this.box);
  }

  /** Lay the panel out for a network, step by step. */
  *build(layers: readonly Layer[], activations: Activations): Generator<void> {
    const panels: Shown[] = [];
    const figures: HTMLElement[] = [];
    for (const stage of stagesOf(layers, activations)) {
      figures.push(this.stage(stage, panels));
      yield;
    }
    const first = figure("Picture", "28 × 28", WIDTHS.picture, this.picture.canvas);
    const outputs = make("div", { class: "outputs", "aria-hidden": "true" }, ...this.bars);
    const last = figure("Answer", "11 outputs", WIDTHS.answer, outputs);
    this.box.replaceChildren(
      ...[first, ...figures, last].flatMap((one, i) => (i ? [arrow(), one] : [one])),
    );
    this.panels = panels;
    this.show(undefined, 0, 0, 0);
  }

  /** Take the theme's colours anew. */
  recolour(): void {
    this.colours = rampOf(this.box, ACTIVATION);
    this.ink = inkRamp(this.box);
  }

  /**
   * Show what each layer made of a mark, once the answer is out; out of sight, it waits until it is
   * seen.
   */
  show(item: Item | undefined, index: number, count: number, milliseconds: number): void {
    this.waiting = () => this.paint(item, index, count, milliseconds);
    this.soon.ask(() => this.isInSight && this.flush());
  }

  private sight(isInSight: boolean): void {
    this.isInSight = isInSight;
    if (isInSight) this.flush();
  }

  private flush(): void {
    this.waiting?.();
    this.waiting = null;
  }

  private paint(item: Item | undefined, index: number, count: number, milliseconds: number): void {
    if (item) this.picture.show(item.picture, this.ink, 1);
    else this.picture.blank(this.ink);
    for (const { panel, maps } of this.panels) {
      const values = item?.activations.get(panel.output);
      if (values) maps.show(values.data, this.colours);
      else maps.blank(this.colours);
    }
    const first = item ? guesses(item).first : -1;
    this.bars.forEach((bar, i) => {
      bar.style.setProperty("--p", (item?.probabilities[i] ?? 0).toFixed(3));
      bar.classList.toggle("is-first", i === first);
    });
    const place = which(index, count);
    const took = `${Math.max(1, Math.round(milliseconds))} ms`;
    say(this.note, item ? [place, "as you draw", took].filter(Boolean).join(", ") : BLANK);
  }

  private stage(stage: Stage, panels: Shown[]): HTMLElement {
    const canvases = stage.panels.map((panel) => {
      const zoom = panel.height === 1 ? 8 : panel.height > 10 ? 2 : 4;
      const tiling = { columns: columnsOf(panel), zoom, gap: panel.height === 1 ? 0 : 2 };
      const maps = new MapCanvas(make("canvas"), panel, tiling);
      maps.blank(this.colours);
      panels.push({ panel, maps });
      return maps.canvas;
    });
    const side = stage.panels[0]!.height;
    const width =
      stage.kind === "units"
        ? WIDTHS.units
        : side > 20
          ? WIDTHS[28]
          : side > 10
            ? WIDTHS[14]
            : WIDTHS[7];
    return figure(stage.title, stage.note, width, ...canvases);
  }
}

const BLANK = "Every layer, live, as you draw";

function figure(
  title: string,
  note: string,
  width: number,
  ...content: HTMLElement[]
): HTMLElement {
  const words = make(
    "figcaption",
    {},
    make("span", { class: "stage-title" }, title),
    make("span", { class: "note" }, note),
  );
  const element = make(
    "figure",
    { class: "stage" },
    make("div", { class: "stage-body" }, ...content),
    words,
  );
  element.style.setProperty("--w", String(width));
  return element;
}

const arrow = (): HTMLElement => make("span", { class: "stage-arrow", "aria-hidden": "true" });

function outputRow(value: number): HTMLElement {
  const name = make("span", {}, value < 10 ? String(value) : "∅");
  return make("div", { class: "output" }, name, make("span", { class: "output-bar" }));
}
