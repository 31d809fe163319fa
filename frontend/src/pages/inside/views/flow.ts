/** The whole network at a glance, and one number of it opened to plain arithmetic. */

import { layersByOutput, type Layers, type Unit } from "../../../arithmetic";
import { Card } from "../flow/card";
import { chartOf, type Chart } from "../flow/blocks";
import { legend } from "../flow/legend";
import { Overview } from "../flow/overview";
import { pictureSvg } from "../flow/picture";
import { loudest, nextUnit, readUnit, writeUnit } from "../flow/units";
import { told, type Opened } from "../flow/unit";
import { chartWords } from "../flow/words";
import type { Context, Shown, State, View } from "../view";

/** In place of a part: the one that says most, once there is something to say. */
const STRONGEST = -1;

class Flow implements View {
  readonly name = "flow";
  readonly title = "Flow";
  readonly lead = "One picture through the whole network. Pick any square to open its sum.";
  private context!: Context;
  private chart!: Chart;
  private layers!: Layers;
  private overview!: Overview;
  private card!: Card;
  private opened: Opened | null = null;
  private shown: Shown | null = null;

  mount(root: HTMLElement, context: Context): void {
    this.context = context;
    const { network } = context;
    const blank = network.run(new Float32Array(784));
    this.chart = chartOf(network.layers, blank);
    this.layers = layersByOutput(network.layers);
    this.overview = new Overview(root, this.chart, (unit) => this.open(unit, true));
    this.overview.onPlaced = () => this.tell();
    this.card = new Card({
      open: (unit) => this.open(unit, false),
      look: (part, step) => this.look(part, step),
      go: (by) => this.opened && this.open(nextUnit(this.opened.unit, by, this.shapes()), false),
    });
    root.append(legend(), this.card.element);
  }

  update(shown: Shown): void {
    this.shown = shown;
    this.overview.show(shown, this.context.colours);
    if (shown.item && !this.opened) this.set(loudest(this.chart, shown.item.activations));
    this.tell();
  }

  state(): State {
    if (!this.opened) return {};
    const { unit, part, step } = this.opened;
    return {
      unit: writeUnit(unit),
      part: part ? String(part + 1) : "",
      step: Number.isFinite(step) ? String(step) : "",
    };
  }

  restore(state: State): void {
    const unit = readUnit(state["unit"] ?? "", this.shapes());
    if (!unit) return;
    const part = Number(state["part"] ?? 0) - 1;
    const step = state["step"] ? Number(state["step"]) || 0 : Infinity;
    this.opened = { unit, part: part >= 0 ? part : STRONGEST, step };
  }

  words(shown: Shown): string {
    return chartWords(this.chart, shown);
  }

  svg(): string | null {
    const picture = this.overview.picture();
    return picture && pictureSvg(picture);
  }

  private open(unit: Unit, isFocused: boolean): void {
    if (unit.output === this.chart.picture) return;
    this.set(unit);
    this.tell();
    if (isFocused) this.card.focus();
    this.context.changed();
  }

  private set(unit: Unit): void {
    this.opened = { unit, part: STRONGEST, step: Infinity };
  }

  private look(part: number, step: number): void {
    if (!this.opened) return;
    this.opened = { ...this.opened, part, step };
    this.tell();
    this.context.changed();
  }

  /** The part of the opened number's sum that says most. */
  private strongest(): number {
    const sums = this.told()?.parts.map((part) => Math.abs(part.sum));
    return sums ? Math.max(0, sums.indexOf(Math.max(...sums))) : STRONGEST;
  }

  private told() {
    const { item } = this.shown ?? {};
    if (!item || !this.opened) return null;
    const { temperature } = this.context.card;
    return told(this.chart, this.layers, item.activations, this.opened, temperature);
  }

  private tell(): void {
    if (this.opened?.part === STRONGEST) this.opened.part = this.strongest();
    const found = this.told();
    if (!this.opened) return;
    const { unit, step } = this.opened;
    this.card.show(found, unit, this.context.colours);
    this.card.setStep(step);
    const part = found?.parts[found.part];
    const isMap = part?.kind === "map";
    const place = isMap ? { ...part, output: part.source, map: part.channel } : null;
    this.overview.mark(found && unit, found?.block, place);
  }

  private shapes(): Map<string, number[]> {
    const { stages, answer } = this.chart;
    const blocks = [...stages.flatMap((stage) => stage.blocks), answer];
    return new Map(blocks.map((b) => [b.output, [b.count, b.height, b.width]]));
  }
}

export const flow: View = new Flow();
