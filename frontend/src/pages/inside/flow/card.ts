/** The opened number: its arithmetic, section by section, with sliders for map and product. */

import { unitAt, type Unit } from "../../../arithmetic";
import { make, say } from "../../draw/dom";
import type { Colours } from "../view";
import { StepView } from "./step";
import { placeName } from "./tip";
import type { Told } from "./unit";
import { writeUnit } from "./units";

export interface CardEvents {
  open(unit: Unit): void;
  /** Look at another part, or at more or fewer of its products. */
  look(part: number, step: number): void;
  /** Go to the next number of the layer, or to the one before. */
  go(by: number): void;
}

export class Card {
  readonly element = make("section", { class: "card unit", "aria-labelledby": "unit-title" });
  private readonly title = make("h2", { id: "unit-title", tabindex: "-1" });
  private readonly note = make("span", { class: "note" });
  private readonly steps = make("div", { class: "steps" });
  private readonly part = slider("part");
  private readonly step = slider("step");
  private readonly opens = make("div", { class: "row" });
  private readonly back = make("button", { type: "button", class: "button button-small" });
  private views: StepView[] = [];
  private form = "";
  private told: Told | null = null;

  constructor(private readonly events: CardEvents) {
    const button = (text: string, label: string, by: number): HTMLElement => {
      const made = make("button", { type: "button", class: "button button-small" }, text);
      made.setAttribute("aria-label", label);
      made.title = label;
      made.addEventListener("click", () => events.go(by));
      return made;
    };
    const head = make(
      "div",
      { class: "unit-head" },
      make("div", {}, this.title, this.note),
      make(
        "div",
        { class: "row" },
        button("←", "Number before", -1),
        button("→", "Next number", 1),
      ),
    );
    this.element.append(head, this.steps);
    this.part.input.addEventListener("input", () => events.look(this.part.value - 1, Infinity));
    this.step.input.addEventListener("input", () => this.stepped());
    this.back.addEventListener("click", () => this.picked("values", this.strongest()));
  }

  /** @param unit - what is told of. */
  show(told: Told | null, unit: Unit, colours: Colours): void {
    this.told = told;
    this.element.hidden = !told;
    if (!told) return;
    const { block, sections, parts } = told;
    this.element.dataset["unit"] = writeUnit(unit);
    const place = { map: unit.channel, row: unit.row, column: unit.column };
    const size = block.count * block.height * block.width;
    const isAnswer = block.title === "Answer";
    const value = unit.channel < 10 ? `the ${unit.channel}` : "‘not a digit’";
    say(this.title, isAnswer ? `Answer: the score of ${value}` : placeName(block, place));
    say(this.note, `one of ${size.toLocaleString("en")} numbers; rounded to four places`);
    const form = `${block.output}/${sections.map(StepView.form)}`;
    if (form !== this.form) this.build(told, form);
    sections.forEach((section, i) => this.views[i]!.show(section, colours));
    this.part.set(told.part + 1, 1, parts.length, told.noun);
    this.part.box.hidden = parts.length < 2;
  }

  /** Where the slider of products stands. */
  setStep(step: number): void {
    const most = this.told?.parts[this.told.part]?.products.length ?? 0;
    this.step.set(Math.min(step, most), 0, most, "product");
    this.step.box.hidden = !this.views.length || most < 2;
    say(this.back, step > 0 && step < most ? "Open this input" : "Open the strongest input");
    this.back.hidden = !this.told || this.told.isOfPicture || !most;
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
    // Not all of the card: what it was opened from stays in sight where there is room.
    this.title.scrollIntoView({ block: "nearest" });
  }

  /** The cell of the product that was made last; of all the one that says most. */
  private strongest(): number {
    const { products } = this.told!.parts[this.told!.part]!;
    const { value, input } = this.step;
    if (value > 0 && value < Number(input.max)) return value - 1;
    const sizes = products.map(Math.abs);
    return sizes.indexOf(Math.max(...sizes));
  }

  private stepped(): void {
    const { input, value } = this.step;
    const isAll = value >= Number(input.max);
    this.events.look(this.told!.part, isAll ? Infinity : value);
  }

  private build({ sections }: Told, form: string): void {
    this.form = form;
    this.views = sections.map(
      (section) => new StepView(section, (grid, cell) => this.picked(grid, cell)),
    );
    sections.forEach(({ grids, opens }, i) => {
      const { foot } = this.views[i]!;
      const names = grids.map(({ name }) => name);
      if (names.includes("products")) foot.append(this.step.box);
      if (names.includes("values")) foot.append(this.back);
      if (names.includes("sums")) foot.append(this.part.box);
      if (opens.length) foot.append(this.opens);
      opens.forEach((_, k) => this.opener(i, k));
    });
    this.steps.replaceChildren(...this.views.map(({ element }) => element));
  }

  private opener(section: number, which: number): void {
    if (which === 0) this.opens.replaceChildren();
    const text = which === 0 ? "Open the shortcut" : "Open what was found";
    const button = make("button", { type: "button", class: "button button-small" }, text);
    button.addEventListener("click", () => {
      this.events.open(this.told!.sections[section]!.opens[which]!);
    });
    this.opens.append(button);
  }

  private picked(grid: string, cell: number): void {
    const { parts, part } = this.told!;
    if (grid === "sums") return this.events.look(cell, Infinity);
    const unit = unitAt(parts[part]!, cell, [Infinity, Infinity, Infinity]);
    if (unit) this.events.open(unit);
  }
}

/** A labelled slider that says where it stands. */
function slider(name: string) {
  const input = make("input", { type: "range", step: "1", name, "aria-label": name });
  const words = make("output", { class: "note" });
  const box = make("label", { class: "slider" }, words, input);
  return {
    input,
    box,
    get value() {
      return Number(input.value);
    },
    set(value: number, least: number, most: number, noun: string) {
      [input.min, input.max, input.value] = [String(least), String(most), String(value)];
      const text = `${noun} ${value} of ${most}`;
      input.setAttribute("aria-label", `${noun[0]!.toUpperCase()}${noun.slice(1)}`);
      input.setAttribute("aria-valuetext", text);
      say(words, text);
    },
  };
}
