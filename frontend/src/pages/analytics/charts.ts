/** The three charts over days, from the numbers that the page brings along. */

import { dayName, plot, type PlotOptions } from "../../charts/plot";

interface Series {
  days: string[];
  total: number[];
  sure: (number | null)[];
  again: (number | null)[];
  none: (number | null)[];
  median: (number | null)[];
  p95: (number | null)[];
}

const percent = (value: number): string => `${Number(value.toFixed(1))}%`;
const whole = (value: number): string => value.toLocaleString("en");
const milliseconds = (value: number): string => `${Number(value.toPrecision(3))} ms`;

/** Draw all; returns what takes them away. */
export function drawCharts(report: HTMLElement): () => void {
  const source = report.querySelector("#series");
  if (!source) return () => undefined;
  const series = JSON.parse(source.textContent) as Series;
  const days = series.days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
  const ends = [total(series), bands(series), time(series)].map(([name, options]) =>
    draw(report, name, { ...options, days }),
  );
  return () => ends.forEach((end) => end());
}

type Part = Omit<PlotOptions, "days" | "pointed">;

function total({ total }: Series): [string, Part] {
  const curves = [{ label: "readings", values: total, colour: "--bar" }];
  return ["total", { curves, isBars: true, format: whole }];
}

function bands({ sure, again, none }: Series): [string, Part] {
  const curves = [
    { label: "accepted", values: sure, colour: "--sure" },
    { label: "look again", values: again, colour: "--again" },
    { label: "not a digit", values: none, colour: "--none" },
  ];
  return ["bands", { curves, format: percent, range: [0, 100] }];
}

function time({ median, p95 }: Series): [string, Part] {
  const curves = [
    { label: "95%", values: p95, colour: "--ink-2" },
    { label: "half", values: median, colour: "--accent" },
  ];
  return ["time", { curves, format: milliseconds }];
}

function draw(
  report: HTMLElement,
  name: string,
  options: Omit<PlotOptions, "pointed">,
): () => void {
  const place = report.querySelector<HTMLElement>(`[data-plot=${name}]`)!;
  const output = report.querySelector<HTMLElement>(`[data-value=${name}]`)!;
  const tell = (index: number | null): void => {
    output.textContent = index === null ? "" : words(options, index);
  };
  return plot(place, { ...options, pointed: tell });
}

/** What a day's values are: 31 Mar: accepted 98%, look again 1.2%. */
function words({ days, curves, format }: Omit<PlotOptions, "pointed">, index: number): string {
  const values = curves.flatMap(({ label, values }) => {
    const value = values[index];
    return value == null ? [] : [`${label} ${format(value)}`];
  });
  return `${dayName(days[index]!)}: ${values.join(", ") || "none"}`;
}
