/** The two charts of a run, each with its table beside it. */

import { Curves, type Line, valueAt, valuesOf } from "../../charts/curves";
import { lossRange, shareRange } from "../../charts/ranges";
import type { Metrics } from "./metrics";
import { loss, percent, roundPercent } from "./words";

/** The epoch that is looked at, or null for the newest; and where the axis ends. */
export interface Sight {
  chosen: number | null;
  epochs: number;
}

export class RunCharts {
  private readonly charts: Chart[];

  constructor(root: HTMLElement) {
    this.charts = [
      new Chart(root.querySelector("[data-chart=loss]")!, {
        lines: (metrics, to) => metrics.losses(to),
        format: loss,
        axis: (value) => String(Number(value.toFixed(2))),
        range: lossRange,
      }),
      new Chart(root.querySelector("[data-chart=accuracy]")!, {
        lines: (metrics, to) => metrics.accuracies(to),
        format: (value) => percent(value, 2),
        axis: roundPercent,
        range: shareRange,
      }),
    ];
  }

  show(metrics: Metrics, sight: Sight): void {
    for (const chart of this.charts) chart.show(metrics, sight);
  }
}

interface Kind {
  lines(metrics: Metrics, to?: number): Line[];
  format(value: number): string;
  axis(value: number): string;
  range(values: number[]): [number, number];
}

class Chart {
  private readonly curves: Curves;
  private readonly output: HTMLElement;
  private readonly rows: HTMLElement;
  private readonly table: HTMLDetailsElement;
  private lines: Line[] = [];
  private all: Line[] = [];
  private epochs: number[] = [];

  constructor(
    card: HTMLElement,
    private readonly kind: Kind,
  ) {
    this.output = card.querySelector("[data-value]")!;
    this.rows = card.querySelector("tbody")!;
    this.table = card.querySelector("details")!;
    this.table.addEventListener("toggle", () => this.tabulate());
    this.curves = new Curves(card.querySelector<HTMLElement>(".plot")!, {
      format: kind.axis,
      range: (values) => kind.range(this.all.length ? valuesOf(this.all) : values),
      pointed: (x) => this.tell(x),
      written: kind.format,
    });
  }

  show(metrics: Metrics, { chosen, epochs }: Sight): void {
    this.all = this.kind.lines(metrics);
    this.epochs = metrics.epochs.map((line) => line.epoch);
    this.lines = chosen === null ? this.all : this.kind.lines(metrics, chosen);
    this.curves.show({ lines: this.lines, span: [0, Math.max(1, epochs)], mark: chosen });
    this.tabulate();
  }

  private tell(x: number | null): void {
    const said = x === null ? [] : this.lines.map((line) => this.words(line, x));
    this.output.textContent = x === null ? "" : `${place(x)}: ${said.join(", ")}`;
  }

  private words(line: Line, x: number): string {
    const value = valueAt(line, x);
    return value === null ? `${line.label} –` : `${line.label} ${this.kind.format(value)}`;
  }

  /** Write the table where it is open; newest first. */
  private tabulate(): void {
    if (!this.table.open) return;
    const rows = this.epochs.map((epoch) => {
      const row = document.createElement("tr");
      const cells = [String(epoch), ...this.all.map((line) => this.at(line, epoch))];
      row.append(...cells.map(cellOf));
      return row;
    });
    this.rows.replaceChildren(...rows.reverse());
  }

  private at(line: Line, epoch: number): string {
    const value = valueAt(line, epoch);
    return value === null ? "–" : this.kind.format(value);
  }
}

const place = (x: number): string => `epoch ${Number(x.toFixed(2))}`;

function cellOf(text: string, index: number): HTMLElement {
  const cell = document.createElement("td");
  if (index) cell.className = "numbers";
  cell.textContent = text;
  return cell;
}
