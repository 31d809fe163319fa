/** Curves and bars over days, by uPlot: takes arrays and colours' names, knows no page. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { apart } from "./apart";

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

const FONT_PX = 12;
const LABEL_PX = 132;
const LINE_PX = 16;

/** Draw a plot in an element and keep it fitting; returns what takes it away. */
export function plot(place: HTMLElement, options: PlotOptions): () => void {
  let chart = make(place, options);
  const redraw = (): void => {
    chart.destroy();
    chart = make(place, options);
  };
  const resized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = place;
    if (width && width !== chart.width) chart.setSize({ width, height });
  });
  const themed = new MutationObserver(redraw);
  const system = matchMedia("(prefers-color-scheme: dark)");
  resized.observe(place);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", redraw);
  return () => {
    resized.disconnect();
    themed.disconnect();
    system.removeEventListener("change", redraw);
    chart.destroy();
  };
}

function make(place: HTMLElement, options: PlotOptions): uPlot {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const font = `${FONT_PX}px ${style.fontFamily}`;
  const axis = { font, stroke: colour("--ink-3"), ticks: { show: false } };
  const grid = { stroke: colour("--hairline"), width: 1 };
  const isNarrow = place.clientWidth < 480;
  return new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: [8, options.isBars ? 4 : isNarrow ? 96 : LABEL_PX, 0, 0],
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
        draw: options.isBars ? [] : [(u) => writeEnds(u, options, colour, font)],
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

/** Name each line at its end, in its colour, none on another. */
function writeEnds(
  u: uPlot,
  options: PlotOptions,
  colour: (name: string) => string,
  font: string,
): void {
  const ratio = devicePixelRatio;
  const ends = options.curves.flatMap((curve) => {
    const at = curve.values.findLastIndex((value) => value !== null);
    if (at < 0) return [];
    const value = curve.values[at]!;
    const x = u.valToPos(options.days[at]!, "x", true);
    return [{ curve, value, x, y: u.valToPos(value, "y", true) }];
  });
  const places = apart(
    ends.map((end) => end.y),
    LINE_PX * ratio,
    u.bbox.top,
    u.bbox.top + u.bbox.height,
  );
  const { ctx } = u;
  ctx.save();
  ctx.font = font.replace(/^[\d.]+px/, `550 ${FONT_PX * ratio}px`);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ends.forEach(({ curve, value, x, y }, i) => {
    ctx.fillStyle = colour(curve.colour);
    ctx.beginPath();
    ctx.arc(x, y, 3 * ratio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillText(`${curve.label} ${options.format(value)}`, x + 8 * ratio, places[i]!);
  });
  ctx.restore();
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
