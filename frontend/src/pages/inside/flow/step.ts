/** One section of a unit's arithmetic on the page: grids with signs between, and what they come to. */

import { make, resized, say } from "../../draw/dom";
import type { Colours } from "../view";
import { CellGrid } from "./grid";
import type { Section } from "./sections";

export class StepView {
  readonly element = make("section", { class: "step" });
  readonly foot = make("div", { class: "step-foot" });
  private readonly title = make("h3");
  private readonly formula = make("p", { class: "step-formula" });
  private readonly row = make("div", { class: "step-grids" });
  private readonly lines = make("dl", { class: "step-lines" });
  private rows: HTMLElement[] = [];
  private grids: CellGrid[] = [];

  /** @param pick - a cell of the grid of that name was picked. */
  constructor(
    section: Section,
    private readonly pick: (grid: string, cell: number) => void,
  ) {
    this.grids = section.grids.map(({ name }) => {
      const canPick = name === "values" || name === "sums";
      return new CellGrid(canPick ? (cell) => this.pick(name, cell) : null);
    });
    const nodes = this.grids.flatMap(({ element }, i) =>
      i && section.signs[i - 1]
        ? [make("span", { class: "step-sign" }, section.signs[i - 1]!), element]
        : [element],
    );
    this.row.append(...nodes);
    this.row.hidden = !nodes.length;
    const head = make("div", { class: "step-head" }, this.title, this.formula);
    const body = make("div", { class: "step-body" }, this.row, this.lines);
    this.element.append(head, body, this.foot);
  }

  /** What must be the same for a section to be shown by the same view. */
  static form(section: Section): string {
    return `${section.grids.map(({ name }) => name)}/${section.opens.length}`;
  }

  show(section: Section, colours: Colours): void {
    say(this.title, section.title);
    say(this.formula, section.formula);
    section.grids.forEach((grid, i) => this.grids[i]!.show(grid, colours));
    resized(this.rows, section.lines.length, () => {
      const row = make("div", {}, make("dt"), make("dd"));
      this.lines.append(row);
      return row;
    });
    section.lines.forEach(({ label, text, isResult }, i) => {
      const row = this.rows[i]!;
      say(row.firstElementChild!, label);
      say(row.lastElementChild!, text);
      row.classList.toggle("is-result", isResult);
    });
  }
}
