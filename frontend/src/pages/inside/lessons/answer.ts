/** Lesson 4: from the last numbers to scores, and from scores to probabilities. */

import { MapCanvas, peakOf } from "../../../draw";
import { lastFeatures } from "../../../explain";
import type { Layer } from "../../../net";
import { make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import { className, percent } from "../../draw/words";
import type { Context } from "../view";
import { signed } from "../why/split";
import { Choice, type Live } from "./live";

/** What each of the last numbers adds to the score of a class: number times weight. */
export function sharesOf(head: Layer, features: Float32Array, of: number): Float32Array {
  const { transB = 0 } = head.attributes as { transB?: number };
  const outputs = head.bias?.data.length ?? 11;
  return features.map((value, k) => {
    const place = transB ? of * features.length + k : k * outputs + of;
    return value * head.weights!.data[place]!;
  });
}

export class Answer implements Live {
  readonly element = make("div", { class: "lesson-stack" });
  private readonly choice: Choice;
  private readonly box = make("div", { class: "lesson-units" });
  private readonly told = make("p");
  private readonly rows: HTMLElement[][] = [];
  private readonly table = make("table", { class: "outcome-table" });
  private map: MapCanvas | null = null;
  private of = -1;
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    const names = [...Array(11).keys()].map(className);
    this.choice = new Choice("Score of", names, (of) => {
      this.of = of;
      this.paint();
      context.changed();
    });
    const heads = ["Class", "Score", "e^(score ÷ T)", "Probability"];
    this.table.append(
      make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)))),
    );
    const body = make("tbody");
    for (const name of names) {
      const cells = [0, 1, 2].map(() => make("td"));
      body.append(make("tr", {}, make("th", { scope: "row" }, name), ...cells));
      this.rows.push(cells);
    }
    this.table.append(body);
    this.element.append(this.choice.element, this.told, this.box, this.table);
  }

  show(item: Item): void {
    this.item = item;
    this.paint();
  }

  words(): string {
    return this.told.textContent;
  }

  private paint(): void {
    const { item, context } = this;
    if (!item) return;
    const of = this.of >= 0 ? this.of : (item.value ?? 10);
    const { network, card, colours } = context;
    const head = network.layers.findLast(({ op }) => op === "Gemm");
    const features = lastFeatures(network.layers, item.activations);
    const scores = network.logits(item.activations);
    this.choice.set(of);
    if (head && features.length) {
      const data = sharesOf(head, features, of);
      const sum = data.reduce((total, value) => total + value, 0);
      const bias = head.bias?.data[of] ?? 0;
      say(
        this.told,
        `${features.length} numbers times their weights for ${className(of)} sum to ${signed(sum, 3)}; with the bias ${signed(bias, 3)} that is the score ${signed(scores[of]!, 3)}.`,
      );
      this.mapOf(data.length).show(
        data,
        colours.signed,
        peakOf({ data, count: 1, isSigned: true }),
      );
    }
    const powers = Array.from(scores, (score) => Math.exp(score / card.temperature));
    this.rows.forEach(([score, power, share], i) => {
      say(score!, signed(scores[i]!, 2));
      say(power!, powers[i]!.toLocaleString("en", { maximumSignificantDigits: 3 }));
      say(share!, percent(item.probabilities[i]!));
      share!.style.setProperty("--p", String(item.probabilities[i]!));
      score!.parentElement!.classList.toggle("is-label", i === of);
    });
  }

  private mapOf(count: number): MapCanvas {
    if (this.map) return this.map;
    const width = Math.ceil(Math.sqrt(count));
    const label = "What each number adds to the score or takes from it";
    const canvas = make("canvas", { role: "img", "aria-label": label });
    this.box.append(canvas);
    const form = { count, height: 1, width: 1, isSigned: true };
    return (this.map = new MapCanvas(canvas, form, { columns: width, zoom: 20, gap: 2 }));
  }
}
