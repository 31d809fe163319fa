/** Curves and bars over days, by uPlot: takes arrays and colours' names, knows no page. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type End, writeEnds } from "./ends";
import { axisStyle, colourAt, fitted, LABEL_PX, NARROW_LABEL_PX, NARROW_PX } from "./frame";

export interface Curve {
  label: string;
  values: (number | null)[];
  /** Name of a colour among the tokens, such as --accent. */
  colour: string;
}

export interface PlotOptions {
  /** Midnight of each day, in seconds. */
  days: number[];
  curves: Curve[];
  isBars?: boolean;
  /** Writes a value: at the axis and at the end of a line. */
  format(value: number): string;
  /** The scale's ends; by default from 0 to what fits. */
  range?: [number, number];
  /** Called with the day pointed at, or null. */
  pointed(index: number | null): void;
}

/** Draw a plot in an element and keep it fitting; returns what takes it away. */
export function plot(place: HTMLElement, options: PlotOptions): () => void {
  return fitted(place, () => make(place, options));
}

function make(place: HTMLElement, options: PlotOptions): uPlot {
  const colour = colourAt(place);
  const { axis, grid } = axisStyle(place);
  const isNarrow = place.clientWidth < NARROW_PX;
  return new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: [8, options.isBars ? 4 : isNarrow ? NARROW_LABEL_PX : LABEL_PX, 0, 0],
      legend: { show: false },
      // Days are midnights in UTC: in another zone the axis would name others.
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
      cursor: { y: false, drag: { x: false, y: false }, points: { show: !options.isBars } },
      scales: {
        x: {
          time: true,
          range: (_u, min, max) =>
            options.isBars ? [min - HALF_DAY_S, max + HALF_DAY_S] : [min, max],
        },
        y: { range: (_u, _min, max) => options.range ?? upTo(max) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          splits: (u) => someOf(options.days, Math.floor(u.bbox.width / devicePixelRatio / 64)),
          values: (_u, at) => at.map(dayName),
        },
        { ...axis, grid, size: 52, space: 44, values: (_u, at) => at.map(options.format) },
      ],
      series: [{}, ...options.curves.map((curve) => series(curve, options, colour))],
      hooks: {
        setCursor: [(u) => options.pointed(u.cursor.idx ?? null)],
        draw: options.isBars ? [] : [(u) => writeEnds(u, endsOf(options))],
      },
    },
    [options.days, ...options.curves.map((curve) => curve.values)],
    place,
  );
}

function series(
  curve: Curve,
  options: PlotOptions,
  colour: (name: string) => string,
): uPlot.Series {
  const stroke = colour(curve.colour);
  if (options.isBars) {
    const paths = uPlot.paths.bars!({ size: [0.72, 48], radius: 0.12 });
    return { label: curve.label, stroke, fill: stroke, width: 0, paths, points: { show: false } };
  }
  const isDotted = options.days.length < 3;
  return { label: curve.label, stroke, width: 2, spanGaps: true, points: { show: isDotted } };
}

function endsOf({ days, curves, format }: PlotOptions): End[] {
  return curves.flatMap(({ label, values, colour }) => {
    const at = values.findLastIndex((value) => value !== null);
    if (at < 0) return [];
    const value = values[at]!;
    return [{ x: days[at]!, y: value, colour, words: `${label} ${format(value)}` }];
  });
}

function upTo(max: number | null): [number, number] {
  return [0, max ? max * 1.08 : 1];
}

const DAY_S = 86_400;
const HALF_DAY_S = DAY_S / 2;

/** So many of the days at most, evenly apart, the last one included. */
function someOf(days: number[], most: number): number[] {
  const step = Math.ceil(days.length / Math.max(1, most));
  return days.filter((_, i) => (days.length - 1 - i) % step === 0);
}

/** Days are kept as midnights in UTC, whatever the zone: 31 Mar. */
export function dayName(day: number): string {
  const options = { day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(day * 1000);
}
