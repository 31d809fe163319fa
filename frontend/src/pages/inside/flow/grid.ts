/** A grid of numbers on their colours. */

import { cssColour, inkOn, type Ramp } from "../../../draw";
import { make, resized, say } from "../../draw/dom";
import type { Colours } from "../view";
import type { Grid } from "./sections";

export class CellGrid {
  readonly element = make("table", { class: "cells" });
  private readonly caption = make("caption");
  private readonly head = make("tr");
  private readonly body = make("tbody");
  private cells: HTMLElement[] = [];
  private form = "";

  /** @param pick - where its cells can be picked: with which one was. */
  constructor(private readonly pick: ((cell: number) => void) | null) {
    this.element.append(this.caption, make("thead", {}, this.head), this.body);
    this.element.classList.toggle("can-pick", pick !== null);
    this.element.addEventListener("click", (event) => {
      const cell = this.cells.indexOf((event.target as HTMLElement).closest("td")!);
      if (cell >= 0) this.pick?.(cell);
    });
  }

  show(grid: Grid, colours: Colours): void {
    const form = `${grid.columns} ${grid.texts.length} ${grid.heads}`;
    if (form !== this.form) this.build(grid, form);
    say(this.caption, grid.caption);
    const ramp: Ramp = colours[grid.tint];
    this.cells.forEach((cell, i) => {
      say(cell, grid.texts[i]!);
      cell.classList.toggle("is-chosen", i === grid.chosen);
      const value = grid.values[i]!;
      if (Number.isNaN(value)) return;
      const colour = cssColour(ramp, value, grid.peak, grid.tint === "signed");
      if (cell.dataset["colour"] === colour) return;
      cell.dataset["colour"] = colour;
      cell.style.background = colour;
      cell.style.color = inkOn(colour);
    });
  }

  private build({ columns, texts, heads }: Grid, form: string): void {
    this.form = form;
    this.element.style.setProperty("--columns", String(columns));
    this.element.classList.toggle("is-table", heads.length > 0);
    this.head.replaceChildren(...heads.map((text) => make("th", { scope: "col" }, text)));
    this.cells = resized([], texts.length, () => make("td"));
    const rows = Array.from({ length: Math.ceil(texts.length / columns) }, (_, row) =>
      make("tr", {}, ...this.cells.slice(row * columns, (row + 1) * columns)),
    );
    this.body.replaceChildren(...rows);
  }
}
