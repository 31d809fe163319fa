/** The whole network at a glance: every layer's maps where the data flows, live. */

import { type Unit } from "../../../arithmetic";
import { MapCanvas, type Place, type Rect } from "../../../draw";
import { make } from "../../draw/dom";
import { percent } from "../../draw/words";
import type { Colours, Shown } from "../view";
import type { Block, Chart } from "./blocks";
import { layout, type Plan } from "./layout";
import { linesOf } from "./lines";
import type { Picture } from "./picture";
import { Panel, put } from "./panel";
import { Scores } from "./scores";
import { Threads } from "./threads";
import { Tip } from "./tip";

const PICTURE = { count: 1, height: 28, width: 28 };
const SVG = "http://www.w3.org/2000/svg";

export class Overview {
  readonly panels: Panel[] = [];
  plan: Plan;
  private readonly box = make("div", { class: "chart" });
  private readonly lines = document.createElementNS(SVG, "svg");
  private readonly canvas = make("canvas", { class: "panel", role: "img" });
  private readonly maps: MapCanvas;
  private readonly scores: Scores;
  private readonly threads: Threads;
  private readonly heads: HTMLElement[];
  private readonly tip: Tip;
  private shown: Shown = { item: undefined, index: -1, count: 0, isDrawing: false };

  constructor(
    root: HTMLElement,
    private readonly chart: Chart,
    private readonly pick: (unit: Unit) => void,
  ) {
    this.plan = this.planned(root.clientWidth);
    this.tip = new Tip();
    this.scores = new Scores((channel) =>
      pick({ output: chart.answer.output, channel, row: 0, column: 0 }),
    );
    this.maps = new MapCanvas(this.canvas, PICTURE, { columns: 1, zoom: 4, gap: 0 });
    this.canvas.setAttribute("aria-label", "The picture that went in");
    this.threads = new Threads(chart);
    const events = {
      point: (panel: Panel, place: Place | null, byKey: boolean): void =>
        this.tip.point(panel, place, this.shown, byKey),
      pick: (panel: Panel, place: Place): void => this.pick(unitOf(panel.block, place)),
    };
    chart.stages.forEach(({ blocks }, i) =>
      blocks.forEach((block, k) => {
        this.panels.push(new Panel(block, this.plan.panels[i]![k]!, events));
      }),
    );
    this.heads = [
      head("Picture", "28 × 28"),
      ...chart.stages.map(({ title, note }) => head(title, note)),
      head("Answer", "11 outputs"),
    ];
    this.lines.setAttribute("class", "chart-lines");
    this.lines.setAttribute("aria-hidden", "true");
    const panels = this.panels.map(({ canvas }) => canvas);
    const last = [this.threads.canvas, this.scores.list, ...this.heads, ...this.tip.elements];
    this.box.append(this.lines, this.canvas, ...panels, ...last);
    root.append(this.box);
    this.place();
    new ResizeObserver(() => this.resize(root.clientWidth)).observe(root);
  }

  /** Show what each layer made of a mark. */
  show(shown: Shown, colours: Colours): void {
    this.shown = shown;
    const { item } = shown;
    if (item) this.maps.show(item.picture, colours.ink, 1);
    else this.maps.blank(colours.ink);
    for (const panel of this.panels) {
      const { output, isSigned } = panel.block;
      const ramp = isSigned ? colours.signed : colours.activation;
      panel.show(item?.activations.get(output)?.data, ramp);
    }
    this.scores.show(item?.probabilities);
    this.threads.show(item, colours);
    this.tip.refresh(shown);
  }

  /** Mark the number that is opened, and where what enters it lies. */
  mark(unit: Unit | null, block: Block | undefined, part: PartPlace | null): void {
    this.scores.mark(block === this.chart.answer && unit ? unit.channel : -1);
    const panel = this.panels.find((one) => one.block === block);
    const tile = panel && unit ? panel.rect(unit.channel) : null;
    const square = panel && unit ? panel.rect(unit.channel, unit) : null;
    if (panel && unit) panel.aim({ map: unit.channel, row: unit.row, column: unit.column });
    const from = part && this.rectOf(part);
    this.drawMarks(tile, square, from);
  }

  /** All of it for an SVG document; null while nothing is drawn. */
  picture(): Picture | null {
    const { item } = this.shown;
    if (!item) return null;
    const { plan, chart, panels } = this;
    const { width, height } = plan;
    const spots = [plan.pictureHead, ...plan.heads, plan.answerHead];
    const names = ["Picture", ...chart.stages.map(({ title }) => title), "Answer"];
    const notes = ["28 × 28", ...chart.stages.map(({ note }) => note), "11 outputs"];
    const style = getComputedStyle(this.box);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    return {
      width,
      height,
      images: [
        { spot: plan.picture, href: this.canvas.toDataURL() },
        ...panels.map(({ spot, canvas }) => ({ spot, href: canvas.toDataURL() })),
      ],
      lines: linesOf(chart, plan, false).map(({ path, plus }) => ({ path, isShort: !!plus })),
      titles: spots.map((spot, i) => ({ spot, title: names[i]!, note: notes[i]! })),
      scores: {
        spot: plan.answer,
        rows: item.probabilities.map((share, i) => {
          return { name: i < 10 ? String(i) : "No digit", share, text: percent(share) };
        }),
      },
      colours: {
        paper: colour("paper"),
        ink: colour("ink"),
        quiet: colour("ink-3"),
        line: colour("edge"),
        bar: colour("bar"),
        accent: colour("accent"),
      },
    };
  }

  private rectOf({ output, map, ...part }: PartPlace): Rect | null {
    const panel = this.panels.find((one) => one.block.output === output);
    if (panel) return panel.rect(map, part);
    if (output !== this.chart.picture) return null;
    const { x, y, width } = this.plan.picture;
    const size = width / 28;
    const [row, column] = [part.row ?? 0, part.column ?? 0];
    const [rows, columns] = [part.rows ?? 1, part.columns ?? 1];
    return { x: x + column * size, y: y + row * size, width: columns * size, height: rows * size };
  }

  private drawMarks(tile: Rect | null, square: Rect | null, from: Rect | null): void {
    const frames = [
      [tile, "frame-tile"],
      [square, "frame-square"],
      [from, "frame-from"],
    ] as const;
    for (const [rect, name] of frames) {
      let frame = this.box.querySelector<HTMLElement>(`.${name}`);
      if (!frame) this.box.append((frame = make("div", { class: `frame ${name}` })));
      frame.hidden = !rect;
      if (rect) put(frame, rect);
    }
    this.lines.querySelector(".line-mark")?.remove();
    if (square && from) this.lines.append(path(between(from, square), "line-mark"));
  }

  private planned(width: number): Plan {
    const forms = this.chart.stages.map(({ blocks }) => blocks);
    return layout(forms, Math.max(width, 240), window.devicePixelRatio);
  }

  private resize(width: number): void {
    if (!width || Math.abs(width - this.plan.width) < 1) return;
    this.plan = this.planned(width);
    this.place();
    this.onPlaced();
  }

  /** Set by who marks: the marks lie elsewhere now. */
  onPlaced: () => void = () => undefined;

  private place(): void {
    const { plan } = this;
    this.box.classList.toggle("is-wide", plan.isWide);
    this.box.style.height = `${plan.height}px`;
    put(this.canvas, plan.picture);
    plan.panels.flat().forEach((spot, i) => this.panels[i]!.place(spot));
    const spots = [plan.pictureHead, ...plan.heads, plan.answerHead];
    this.heads.forEach((one, i) => put(one, spots[i]!));
    put(this.scores.list, plan.answer);
    this.threads.place(plan);
    this.lines.setAttribute("viewBox", `0 0 ${plan.width} ${plan.height}`);
    const edges = linesOf(this.chart, plan, !this.threads.canvas.hidden);
    this.lines.replaceChildren(
      ...edges.flatMap(({ path: d, plus }) => [
        path(d, plus ? "line line-short" : "line"),
        ...(plus ? [path(`M${plus.x - 3} ${plus.y}h6m-3 -3v6`, "line-plus")] : []),
      ]),
    );
  }
}

/** Part of a map: of the picture, or of what a block puts out. */
export interface PartPlace {
  output: string;
  map: number;
  row: number;
  column: number;
  rows?: number;
  columns?: number;
}

export const unitOf = ({ output }: Block, { map, row, column }: Place): Unit => ({
  output,
  channel: map,
  row,
  column,
});

function head(title: string, note: string): HTMLElement {
  return make(
    "p",
    { class: "chart-head" },
    make("strong", {}, title),
    make("span", { class: "note" }, note),
  );
}

function path(d: string, name: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("d", d);
  element.setAttribute("class", name);
  return element;
}

function between(from: Rect, to: Rect): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const reach = Math.max(Math.abs(x2 - x1) / 2, 12);
  return `M${x1} ${y1}C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`;
}
