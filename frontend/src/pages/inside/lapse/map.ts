/** The map of digits: pictures of the validation data, which drift apart as the network learns. */

import { MapCanvas } from "../../../draw";
import { paintPoints, pointAt } from "../../../draw/points";
import type { Timelapse } from "../../../timelapse";
import { make, say } from "../../draw/dom";
import { className } from "../../draw/words";
import type { Colours } from "../view";

const SIDE = 720;
const FORM = { side: SIDE, margin: 24 };
const REACH = 24;

export class DigitMap {
  readonly element = make("div", { class: "digit-map" });
  private readonly canvas = make("canvas", {
    ...{ width: String(SIDE), height: String(SIDE), role: "img" },
    "aria-label": "Map of digits",
  });
  private readonly tile: MapCanvas;
  private readonly words = make("span", { class: "note" });
  private film: Timelapse | null = null;
  private place = 0;
  private colours: string[] = [];
  private ink: Colours["ink"] | null = null;

  constructor() {
    const tile = make("canvas", { class: "tile", "aria-hidden": "true" });
    this.tile = new MapCanvas(
      tile,
      { count: 1, height: 28, width: 28 },
      { columns: 1, zoom: 2, gap: 0 },
    );
    const told = make("p", { class: "digit-map-told" }, tile, this.words);
    this.element.append(this.canvas, told);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.recolour();
  }

  recolour(): void {
    const style = getComputedStyle(this.element);
    const names = [...Array(10).keys()].map((of) => `--digit-${of}`);
    this.colours = [...names, "--none"].map((name) => style.getPropertyValue(name).trim());
  }

  show(film: Timelapse, place: number, { ink }: Colours): void {
    [this.film, this.place, this.ink] = [film, place, ink];
    if (!this.colours[0]) this.recolour(); // it was not on the page yet
    const page = this.canvas.getContext("2d")!;
    const { labels } = film;
    const said = film.said(place);
    paintPoints(page, { positions: film.positions(place), labels, said }, this.colours, FORM);
    const right = labels.filter((label, i) => said[i] === label).length;
    const share = Math.round(100 * film.share);
    say(
      this.words,
      `${right} of ${labels.length} read right; those in a ring are not. The two axes show ${share}% of the last epoch’s differences. Point at one to see it.`,
    );
  }

  private point(event: PointerEvent): void {
    const { film, ink } = this;
    if (!film || !ink) return;
    const { left, top, width } = this.canvas.getBoundingClientRect();
    const scale = SIDE / width;
    const [x, y] = [(event.clientX - left) * scale, (event.clientY - top) * scale];
    const found = pointAt(film.positions(this.place), x, y, { ...FORM, reach: REACH });
    if (found < 0) return;
    this.tile.show(film.picture(found), ink, 1);
    const said = film.said(this.place)[found]!;
    say(this.words, `${className(film.labels[found]!)}, read as ${className(said)}`);
  }
}
