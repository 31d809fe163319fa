/** Why: which ink speaks for the answer, and which against it; and three ways to check. */

import { type Attribution, Attributor, sides, Slices } from "../../../explain";
import { make } from "../../draw/dom";
import { type Item, NOT_A_DIGIT } from "../../draw/items";
import { className } from "../../draw/words";
import { type Context, type Mounted, type Shown, type State, viewOf } from "../view";
import { card } from "../why/card";
import { ChangeCard } from "../why/change";
import { CoverCard } from "../why/cover";
import { NearCard } from "../why/near";
import { splitSvg } from "../why/picture";
import { signed, SplitView } from "../why/split";
import { sumOf, SumView } from "../why/sum";

/** Nothing but the chosen split is shown while a stroke is drawn; a slow one is left out too. */
const WHILE_DRAWING_MS = 12;
const METHOD =
  "A hint, not a proof. Method: DeepLIFT, Rescale rule (Shrikumar, Greenside and Kundaje 2017), against an empty sheet. Its parts add up to the score exactly.";

class Why implements Mounted {
  readonly element = make("div", { class: "why-grid" });
  private readonly attributor: Attributor;
  private readonly sum = new SumView();
  private readonly split = new SplitView((of) => this.choose(of), this.sum.element);
  private readonly slices = new Slices();
  private readonly cover: CoverCard;
  private readonly change: ChangeCard;
  private readonly near: NearCard;
  private readonly empty = make("p", { class: "quiet" }, "Write a digit to see why it is read so.");
  /** The class that was chosen; -1 for whichever is the answer. */
  private chosen = -1;
  private item: Item | undefined;
  private now: Attribution | null = null;
  private took = 0;

  constructor(private readonly context: Context) {
    this.attributor = new Attributor(context.network);
    this.cover = new CoverCard(context);
    this.change = new ChangeCard(context);
    this.near = new NearCard(context);
    const main = card("Ink for and against", METHOD, this.split.element);
    main.classList.add("why-main");
    const checks = [this.change.element, this.cover.element, this.near.element];
    this.element.append(this.empty, main, ...checks);
  }

  update({ item, index, isDrawing }: Shown): void {
    this.element.classList.toggle("is-empty", !item);
    this.empty.hidden = item !== undefined;
    this.item = item;
    if (!item) return this.close();
    if (isDrawing) {
      if (this.took < WHILE_DRAWING_MS) this.showChosen(item);
      return;
    }
    this.showChosen(item);
    this.slices.run(this.all(item), () => {
      this.cover.start(item);
      this.change.start(item, index);
      this.near.start(item);
    });
  }

  recolour(): void {
    this.near.recolour();
  }

  state(): State {
    return { for: this.chosen >= 0 ? String(this.chosen) : "", to: this.change.state };
  }

  restore({ for: of = "", to = "" }: State): void {
    this.chosen = /^(\d|10)$/.test(of) ? Number(of) : -1;
    this.change.restore(/^\d$/.test(to) ? Number(to) : -1);
  }

  close(): void {
    this.slices.stop();
    this.cover.stop();
    this.change.stop();
  }

  words(): string {
    if (!this.now || !this.item) return "Nothing is drawn.";
    const { blank, plus, minus, score } = sumOf(this.now);
    const name = className(this.now.of);
    const where = strongest(this.now.pixels);
    return [
      `The score of ${name} is ${signed(score, 3)}: an empty sheet has ${signed(blank, 3)}, ink that speaks for it adds ${signed(plus, 3)}, ink that speaks against it ${signed(minus, 3)}.`,
      where,
      this.cover.account(),
      this.change.account(),
      this.near.account(),
    ]
      .filter(Boolean)
      .join("\n");
  }

  svg(): string | null {
    if (!this.now || !this.item) return null;
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const paint = { paper: colour("--card"), ink: colour("--ink"), quiet: colour("--ink-2") };
    return splitSvg(this.now, this.item.picture, this.context.colours, paint);
  }

  private choose(of: number): void {
    this.chosen = of === (this.item?.value ?? NOT_A_DIGIT) ? -1 : of;
    if (this.item) this.showChosen(this.item);
    this.context.changed();
  }

  private showChosen(item: Item): void {
    const started = performance.now();
    const of = this.chosen >= 0 ? this.chosen : (item.value ?? NOT_A_DIGIT);
    this.now = this.attributor.attribute(item.activations, of);
    this.split.show(this.now, item.picture, this.context.colours);
    this.split.showSmall(this.now, this.context.colours);
    this.sum.show(sumOf(this.now), of);
    this.cover.show(of, this.now.pixels);
    this.took = performance.now() - started;
  }

  /** Split the scores of all eleven, one at a time. */
  private *all(item: Item): Generator<void, void> {
    for (let of = 0; of <= NOT_A_DIGIT; of++) {
      this.split.showSmall(this.attributor.attribute(item.activations, of), this.context.colours);
      yield;
    }
  }
}

const ROWS = ["top", "middle", "bottom"];
const COLUMNS = ["left", "middle", "right"];

/** Where on the picture most speaks for and against, by ninths: 'Most for it is at the top left.' */
export function strongest(pixels: Float32Array): string {
  const ninths = Array.from({ length: 9 }, () => 0);
  pixels.forEach((value, i) => {
    const [row, column] = [Math.floor(Math.floor(i / 28) / 9.34), Math.floor((i % 28) / 9.34)];
    ninths[3 * row + column]! += value;
  });
  const name = (place: number): string => {
    const [row, column] = [ROWS[Math.floor(place / 3)]!, COLUMNS[place % 3]!];
    return row === "middle" && column === "middle" ? "in the middle" : `at the ${row} ${column}`;
  };
  const { plus, minus } = sides(pixels);
  const most = ninths.indexOf(Math.max(...ninths));
  const least = ninths.indexOf(Math.min(...ninths));
  const pro = plus > 0 ? `Most that speaks for it is ${name(most)}. ` : "";
  return pro + (minus < 0 && ninths[least]! < 0 ? `Most against it is ${name(least)}.` : "");
}

export const why = viewOf(
  {
    name: "why",
    title: "Why",
    lead: "Which ink speaks for the answer, and which against it.",
  },
  (context) => new Why(context),
);
