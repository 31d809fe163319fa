/** Time-lapse: a network taking shape, epoch by epoch, on one slider. */

import type { Maps, Tiling } from "../../../draw";
import { Failed } from "../../../page/server";
import { atMost, firstAnswers, firstWeights, moved, Timelapse } from "../../../timelapse";
import { softmax } from "../../../learn";
import { make, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import { className, percent } from "../../draw/words";
import { Curves } from "../lapse/curves";
import { filmOf, type RunName, runsOf } from "../lapse/film";
import { DigitMap } from "../lapse/map";
import { lapseSvg } from "../lapse/picture";
import { Player } from "../lapse/player";
import { AnyMaps, Bars, mixUps, sharesOf } from "../lapse/scenes";
import { type Context, type Mounted, type Shown, type State, viewOf } from "../view";
import { card } from "../why/card";

/** Weights of the first layer that are shown at most. */
const MOST = 64;
const NONE =
  "No training has an epoch to show yet. Train a network on the Training page, or open a time-lapse from a run’s folder (timelapse.bin).";

const small = ({ width }: Maps): Tiling => ({
  columns: width > 20 ? 8 : 16,
  zoom: width > 20 ? 2 : Math.max(2, Math.round(30 / width)),
  gap: 3,
});
const square = (): Tiling => ({ columns: 1, zoom: 20, gap: 0 });

class Lapse implements Mounted {
  readonly element = make("div", { class: "lapse" });
  private readonly choice = make("select", { class: "input", "aria-label": "Run" });
  private readonly file = make("input", {
    type: "file",
    accept: ".bin",
    "aria-label": "Open a file",
  });
  private readonly note = make("p", { class: "note", role: "status" });
  private readonly player = new Player((place) => this.go(place));
  private readonly scenes = make("div", { class: "lapse-scenes", hidden: "" });
  private readonly bars = new Bars();
  private readonly curves = new Curves();
  private readonly since = make("input", { type: "checkbox" });
  private readonly weights = new AnyMaps("First layer’s weights");
  private readonly answers = new AnyMaps("First layer’s answers to your digit");
  private readonly confusion = new AnyMaps("Confusion matrix: rows written, columns read");
  private readonly mixed = make("p", { class: "note" });
  private readonly map = new DigitMap();
  private film: Timelapse | null = null;
  private place = 0;
  /** The weights of the first kept epoch. */
  private began: Maps | null = null;
  private item: Item | undefined;
  private run = "";
  private wantedEpoch = 0;
  private isAsked = false;
  private said = "";

  constructor(private readonly context: Context) {
    this.choice.addEventListener("change", () => void this.open(Number(this.choice.value)));
    this.file.addEventListener("change", () => void this.openFile());
    this.since.addEventListener("change", () => {
      this.show();
      context.changed();
    });
    const check = make("label", { class: "lapse-check" }, this.since, "Only what was learned");
    const picked = make("label", { class: "button lapse-file" }, "Open a file", this.file);
    const head = make("div", { class: "lapse-head" }, this.choice, picked, this.note);
    this.scenes.append(
      card("Your digit at this epoch", "What the network then said to it.", this.bars.element),
      card(
        "Curves",
        "Training dashed, held out in blue; the line is this epoch.",
        this.curves.element,
      ),
      card(
        "First layer",
        "Its weights: blue adds, orange takes away.",
        check,
        this.weights.element,
      ),
      card("Its answers to your digit", "Dark answers loudly.", this.answers.element),
      card(
        "Mix-ups",
        "Rows: written; columns: read; last ‘not a digit’.",
        this.confusion.element,
        this.mixed,
      ),
      card("Map of digits", "Held-out pictures, as the last layer sees them.", this.map.element),
    );
    this.element.append(head, this.player.element, this.scenes);
    this.choice.hidden = this.player.element.hidden = true;
  }

  update({ item, isDrawing }: Shown): void {
    this.item = item;
    if (!this.isAsked) void this.ask();
    if (isDrawing) this.showDigit();
    else this.show();
  }

  recolour(): void {
    this.map.recolour();
  }

  state(): State {
    const only = this.since.checked ? "1" : "";
    return { run: this.run, only, epoch: this.film ? String(this.film.epochs[this.place]) : "" };
  }

  restore({ run = "", epoch = "", only = "" }: State): void {
    this.since.checked = only === "1";
    this.wantedEpoch = Number(epoch) || 0;
    if (/^\d+$/.test(run) && run !== this.run) {
      this.run = run;
      if (this.isAsked) void this.open(Number(run));
    } else if (this.film && this.wantedEpoch) this.go(this.placeOf(this.wantedEpoch));
  }

  close(): void {
    this.player.stop();
  }

  words(): string {
    const { film, place } = this;
    if (!film) return "No time-lapse is open.";
    const line = film.metrics.find(({ epoch }) => epoch === film.epochs[place]);
    const right = film.labels.filter((label, i) => film.said(place)[i] === label).length;
    return [
      `Epoch ${film.epochs[place]} of ${film.metrics.length}; ${film.epochs.length} epochs are kept.`,
      line?.validation_accuracy != null
        ? `Held-out accuracy ${percent(line.validation_accuracy)}.`
        : "",
      this.said,
      film.labels.length
        ? `Of ${film.labels.length} followed pictures ${right} are read right.`
        : "",
      this.mixed.textContent ? `${this.mixed.textContent}.` : "",
    ]
      .filter(Boolean)
      .join("\n");
  }

  svg(): string | null {
    const { film, place } = this;
    if (!film) return null;
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const paint = {
      ...{ paper: colour("--card"), ink: colour("--ink"), quiet: colour("--ink-2") },
      digits: [...Array(10).keys()].map((of) => colour(`--digit-${of}`)).concat(colour("--none")),
    };
    return lapseSvg(film, place, this.firstLayer(film), this.context.colours, paint);
  }

  private async ask(): Promise<void> {
    this.isAsked = true;
    const table = this.context.addresses["runs"];
    try {
      const runs = table ? await runsOf(table) : [];
      this.offer(runs);
      const chosen = runs.find(({ id }) => String(id) === this.run) ?? runs[0];
      if (chosen) await this.open(chosen.id);
      else if (!this.film) say(this.note, NONE);
    } catch (error) {
      this.failed(error);
    }
  }

  private offer(runs: RunName[]): void {
    this.choice.hidden = runs.length === 0;
    this.choice.replaceChildren(
      ...runs.map(({ id, name }) => make("option", { value: String(id) }, name)),
    );
  }

  private async open(id: number): Promise<void> {
    this.player.stop();
    say(this.note, "Getting it …");
    try {
      const film = await filmOf(this.context.addresses["runs"]!, id);
      this.run = this.choice.value = String(id);
      this.take(film);
    } catch (error) {
      this.failed(error);
    }
  }

  private async openFile(): Promise<void> {
    const [file] = this.file.files ?? [];
    if (!file) return;
    try {
      const film = new Timelapse(await file.arrayBuffer());
      this.run = "";
      this.take(film);
    } catch {
      say(this.note, `${file.name} is no time-lapse. Open a timelapse.bin from a run’s folder.`);
    }
  }

  private take(film: Timelapse): void {
    this.film = film;
    this.began = null;
    this.scenes.hidden = this.player.element.hidden = false;
    say(this.note, "");
    this.go(this.wantedEpoch ? this.placeOf(this.wantedEpoch) : film.epochs.length - 1);
    performance.mark("tenfold:timelapse-shown");
  }

  private failed(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    const isCut = error instanceof Failed && error.isCut;
    say(
      this.note,
      isCut ? "You are offline. Runs need the server; a file opens here too." : error.message,
    );
  }

  private placeOf(epoch: number): number {
    return Math.max(
      0,
      this.film!.epochs.findLastIndex((one) => one <= epoch),
    );
  }

  private go(place: number): void {
    this.place = place;
    this.show();
    this.context.changed();
  }

  private show(): void {
    const { film, place, context } = this;
    if (!film) return;
    const epoch = film.epochs[place]!;
    const at = film.metrics.findIndex((line) => line.epoch === epoch);
    const line = film.metrics[at];
    const accuracy = line?.validation_accuracy;
    const words = `Epoch ${epoch} of ${film.metrics.length}${accuracy == null ? "" : `, ${percent(accuracy)} right`}`;
    this.player.set(place, film.epochs.length, words);
    this.curves.show(film.metrics, at);
    this.weights.show(this.firstLayer(film), context.colours.signed, small);
    this.showDigit();
    const { confusion } = line ?? {};
    const shares = confusion ? sharesOf(confusion) : null;
    const form = { count: 1, height: 11, width: 11 };
    this.confusion.show(shares && { ...form, data: shares }, context.colours.activation, square);
    const mixed = confusion ? mixUps(confusion) : "";
    say(this.mixed, mixed ? `Most mixed up: ${mixed}` : "");
    if (film.labels.length) this.map.show(film, place, context.colours);
  }

  /** The first layer's weights, or how far they came since the first kept epoch. */
  private firstLayer(film: Timelapse): Maps | null {
    const maps = firstWeights(film.network(this.place));
    if (!maps) return null;
    if (!this.since.checked) return atMost(maps, MOST);
    this.began ??= firstWeights(film.network(0));
    return atMost(moved(maps, this.began!), MOST);
  }

  /** What the network of this epoch makes of one's own digit. */
  private showDigit(): void {
    const { film, item, context } = this;
    if (!film || !item) return;
    const network = film.network(this.place);
    const run = network.run(item.picture);
    const probabilities = softmax(network.logits(run));
    this.bars.show(probabilities);
    this.answers.show(firstAnswers(network, run), context.colours.activation, small);
    const first = probabilities.indexOf(Math.max(...probabilities));
    this.said = `It reads your digit as ${className(first)}, ${percent(probabilities[first]!)}.`;
  }
}

export const timelapse = viewOf(
  {
    name: "timelapse",
    title: "Time-lapse",
    lead: "A network taking shape, epoch by epoch.",
  },
  (context) => new Lapse(context),
);
