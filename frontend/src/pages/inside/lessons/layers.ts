/** Lesson 3: the maps of one layer after the other, and how much of the picture each number sees. */

import { MapCanvas, type Maps, peakOf } from "../../../draw";
import type { Activations, Layer } from "../../../net";
import { make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import type { Context } from "../view";
import { type Live, Slide } from "./live";

/** What a layer shows: the output of a Relu, and the sides of what one number of it sees. */
export interface Seen {
  output: string;
  /** Pixels of the picture, in a row. */
  reach: number;
}

/** The layers behind a Relu; each window makes what is seen wider, each stride its next steps. */
export function seenBy(layers: readonly Layer[]): Seen[] {
  let [reach, step] = [1, 1];
  const seen: Seen[] = [];
  for (const { op, output, weights, attributes } of layers) {
    const side =
      op === "Conv" ? weights!.shape[3]! : ((attributes["kernel_shape"] as number[])?.[1] ?? 1);
    if (op === "Conv" || op === "MaxPool") {
      reach += (side - 1) * step;
      step *= (attributes["strides"] as number[] | undefined)?.[1] ?? 1;
    }
    if (op === "GlobalAveragePool" || op === "Gemm") reach = 28;
    if (op === "Relu") seen.push({ output, reach: Math.min(reach, 28) });
  }
  return seen;
}

export class Layers implements Live {
  readonly element = make("div", { class: "lesson-stack" });
  private readonly slide: Slide;
  private readonly box = make("div", { class: "lesson-maps" });
  private readonly told = make("p");
  private readonly seen: Seen[];
  private place = 0;
  private map: MapCanvas | null = null;
  private form = "";
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    this.seen = seenBy(context.network.layers);
    this.slide = new Slide("Layer", this.seen.length - 1, (place) => {
      this.place = place;
      this.paint();
      context.changed();
    });
    this.element.append(this.slide.element, this.told, this.box);
  }

  show(item: Item): void {
    this.item = item;
    this.paint();
  }

  words(): string {
    return this.told.textContent;
  }

  private paint(): void {
    const seen = this.seen[this.place];
    if (!this.item || !seen) return;
    const maps = mapsOf(this.item.activations, seen.output);
    const { count, height, width } = maps;
    this.slide.set(this.place, `layer ${this.place + 1} of ${this.seen.length}`);
    const what = height > 1 ? `${count} maps of ${height} × ${width}` : `${count} units`;
    say(
      this.told,
      `${what}; each number sees ${seen.reach} × ${seen.reach} pixels of the picture.`,
    );
    const form = `${count} ${height} ${width}`;
    if (form !== this.form) {
      this.form = form;
      const canvas = make("canvas", { role: "img", "aria-label": "The layer’s maps" });
      const columns = height > 1 ? 8 : 16;
      this.map = new MapCanvas(
        canvas,
        { count, height, width },
        { columns, zoom: 56 / height > 6 ? 4 : 2, gap: 2 },
      );
      this.box.replaceChildren(canvas);
    }
    this.map!.show(maps.data, this.context.colours.activation, peakOf(maps));
  }
}

function mapsOf(run: Activations, output: string): Maps {
  const { data, shape } = run.get(output)!;
  const [count = 1, height = 1, width = 1] = shape;
  return { data, count, height, width };
}
