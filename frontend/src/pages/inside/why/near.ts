/** The nearest known pictures, by what the network's last layer makes of them. */

import { MapCanvas } from "../../../draw";
import { lastFeatures, nearest } from "../../../explain";
import { find, make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import { className } from "../../draw/words";
import type { Context } from "../view";
import { card } from "./card";
import { Known } from "./known";

const COUNT = 8;
const FORM = { count: 1, height: 28, width: 28 };
const TILING = { columns: 1, zoom: 2, gap: 0 };
const NO_DATA =
  "There is no data set on this machine to look in. Get one with: tenfold data fetch mnist";
const NOT_HERE = "The known pictures need the server, which does not answer now.";

export class NearCard {
  readonly element: HTMLElement;
  private readonly list = make("ol", { class: "near" });
  private readonly words = make("p", { role: "status" });
  private readonly tiles: { map: MapCanvas; name: Element; box: HTMLElement }[] = [];
  private known: Known | null = null;
  private asked = false;
  private item: Item | null = null;

  constructor(private readonly context: Context) {
    this.element = card(
      "Nearest known pictures",
      "Real pictures that the network’s last layer sees as most alike, and what is written on them.",
      this.list,
      this.words,
    );
  }

  start(item: Item): void {
    this.item = item;
    if (!this.asked) void this.load();
    this.show();
  }

  account(): string {
    return this.known ? this.words.textContent : "";
  }

  recolour(): void {
    this.show();
  }

  private async load(): Promise<void> {
    this.asked = true;
    const url = this.context.addresses["known"];
    if (!url) return say(this.words, NO_DATA);
    say(this.words, "Getting them …");
    try {
      this.known = await Known.fetch(url);
      this.show();
      this.context.changed();
    } catch {
      say(this.words, NOT_HERE);
      this.asked = false; // the next drawing may find it
    }
  }

  private show(): void {
    const { known, item, context } = this;
    if (!known || !item) return;
    const features = lastFeatures(context.network.layers, item.activations);
    const found = nearest(known.features, features, COUNT);
    while (this.tiles.length < found.length) this.add();
    found.forEach(({ index, distance }, i) => {
      const { map, name, box } = this.tiles[i]!;
      map.show(known.picture(index), context.colours.ink, 1);
      say(name, className(known.labels[index]!));
      box.title = `distance ${distance.toFixed(2)}`;
    });
    const labels = found.map(({ index }) => known.labels[index]!);
    say(this.words, `Written on them: ${labels.join(", ")} (nearest first; from ${known.source}).`);
  }

  private add(): void {
    const canvas = make("canvas", { class: "tile", "aria-hidden": "true" });
    const box = make("li", {}, canvas, make("span"));
    this.list.append(box);
    this.tiles.push({ map: new MapCanvas(canvas, FORM, TILING), name: find(box, "span"), box });
  }
}
