/** Lines over numbers, such as epochs, that grow while they are looked at; knows no page. */

import uPlot from "uplot";
import { type End, writeEnds } from "./ends";
import { axisStyle, colourAt, fitted, LABEL_PX, NARROW_PX } from "./frame";

export interface Line {
  label: string;
  /** Name of a colour among the tokens, such as --accent. */
  colour: string;
  /** Rising. */
  x: number[];
  /** Null where there is no value. */
  y: (number | null)[];
  isThin?: boolean;
}

export interface Shown {
  lines: Line[];
  /** Where the axis below begins and ends, whatever the lines. */
  span: [number, number];
  /** A dashed line from top to bottom. */
  mark?: number | null;
}

export interface CurvesOptions {
  /** Writes a value at the axis. */
  format(value: number): string;
  /** Writes a value at the end of a line; by default as at the axis. */
  written?(value: number): string;
  range(values: number[]): [number, number];
  /** Names stand at the right edge, not where their lines end. */
  isAside?: boolean;
  /** Called with the place on the axis below that is pointed at, or null. */
  pointed?(x: number | null): void;
}

/** A chart in an element, which keeps to its size and theme. */
export class Curves {
  private chart!: uPlot;
  private readonly end: () => void;

  constructor(
    private readonly place: HTMLElement,
    private readonly options: CurvesOptions,
    private shown: Shown = { lines: [], span: [0, 1] },
  ) {
    this.end = fitted(place, () => (this.chart = this.make()));
  }

  /** Show these lines instead of those before; as many of them as before cost least. */
  show(shown: Shown): void {
    const isSame = shown.lines.length === this.shown.lines.length;
    this.shown = shown;
    if (isSame) return this.chart.setData(table(shown.lines));
    this.chart.destroy();
    this.chart = this.make();
  }

  destroy(): void {
    this.end();
  }

  private make(): uPlot {
    const { place, options } = this;
    const colour = colourAt(place);
    const { axis, grid } = axisStyle(place);
    const label = place.clientWidth < NARROW_PX ? LEAST_LABEL_PX : LABEL_PX;
    // Where lines end before the chart does, their names stand in it.
    const right = (u: uPlot): number =>
      options.isAside ? label : Math.max(LEAST_PX, label - free(this.shown) * u.width * SLACK);
    return new uPlot(
      {
        width: place.clientWidth,
        height: place.clientHeight,
        padding: [10, right, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => this.shown.span },
          y: { range: () => options.range(valuesOf(this.shown.lines)) },
        },
        axes: [
          { ...axis, grid: { show: false }, size: 28, space: 40, incrs: WHOLE },
          { ...axis, grid, size: 52, space: 44, values: (_u, at) => at.map(options.format) },
        ],
        series: [{}, ...this.shown.lines.map((line) => series(line, colour))],
        hooks: {
          setCursor: [(u) => options.pointed?.(u.data[0][u.cursor.idx ?? -1] ?? null)],
          draw: [
            (u) => writeMark(u, this.shown.mark ?? null, colour("--ink-3")),
            (u) =>
              writeEnds(
                u,
                endsOf(this.shown.lines, options.written ?? options.format),
                options.isAside,
              ),
          ],
        },
      },
      table(this.shown.lines),
      place,
    );
  }
}

/** Room for a name such as "held out 99.13%". */
const LEAST_LABEL_PX = 116;
const LEAST_PX = 12;
/** How much of a chart's width lies between its axes, less what the names themselves move. */
const SLACK = 0.6;

/** The share of the axis below on which no line lies any more. */
function free({ lines, span: [first, last] }: Shown): number {
  const end = Math.max(first, ...lines.map((line) => line.x.at(-1) ?? first));
  return last > first ? (last - end) / (last - first) : 0;
}

/** Steps of the axis below: it counts epochs. */
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

function series(line: Line, colour: (name: string) => string): uPlot.Series {
  return {
    label: line.label,
    stroke: colour(line.colour),
    width: line.isThin ? 1.25 : 2,
    spanGaps: true,
    points: { show: false },
  };
}

/** Lines with places of their own -> one column of places and a column for each line. */
function table(lines: readonly Line[]): uPlot.AlignedData {
  if (lines.length === 0) return [[]];
  return uPlot.join(lines.map(({ x, y }) => [x, y] as uPlot.AlignedData));
}

function endsOf(lines: readonly Line[], format: (value: number) => string): End[] {
  return lines.flatMap(({ label, colour, x, y }) => {
    const last = y.findLastIndex((value) => value !== null);
    if (last < 0) return [];
    const value = y[last]!;
    return [{ x: x[last]!, y: value, colour, words: `${label} ${format(value)}` }];
  });
}

export const valuesOf = (lines: readonly Line[]): number[] =>
  lines.flatMap((line) => line.y.filter((value) => value !== null));

function writeMark({ ctx, bbox, valToPos }: uPlot, at: number | null, stroke: string): void {
  if (at === null) return;
  const x = valToPos(at, "x", true);
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** The value of a line at the point nearest to a place; null where it has none. */
export function valueAt({ x, y }: Line, place: number): number | null {
  let best: number | null = null;
  let distance = Infinity;
  x.forEach((at, i) => {
    if (Math.abs(at - place) >= distance) return;
    distance = Math.abs(at - place);
    best = y[i]!;
  });
  return best;
}
