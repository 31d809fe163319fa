/** The draw page: the pad, and all that follows what is drawn on it. */

import { Pad, type Step } from "../../pad";
import { stepWhenIdle } from "../../page/idle";
import { watchTheme } from "../../page/theme";
import type { BrowserReader } from "../../reading";
import { AnswerView } from "./answer";
import { BoxLayer, framed } from "./boxes";
import { CorrectDialog, savedAs, type Choice } from "./correct";
import { find } from "./dom";
import { showHelp } from "./help";
import { History, type Sheet } from "./history";
import { follow, itemsOf, NOT_A_DIGIT, type Item } from "./items";
import type { Keeper } from "./keeper";
import { KeyPen } from "./keypen";
import type { Action } from "./keys";
import { Live, type Read } from "./live";
import { Meters } from "./meters";
import { recordOf } from "./record";
import { inkRamp, SawView } from "./saw";
import { toast } from "./shell";
import { Tools } from "./tools";
import { warmUp } from "./warm";
import { WhyLinks } from "./why";
import { WorkView } from "./work";

/** Who comes to draw has begun by then. */
const SETTLED_MS = 150;

export class DrawPage {
  readonly history: History;
  private readonly pad: Pad;
  private readonly live: Live;
  private readonly answer: AnswerView;
  private readonly meters: Meters;
  private readonly saw: SawView;
  private readonly boxes: BoxLayer;
  private readonly work: WorkView;
  private readonly tools: Tools;
  private readonly correcting: CorrectDialog;
  private readonly why: WhyLinks;
  private items: Item[] = [];
  private selected = -1;
  private last: Read | null = null;
  private corrections = new Map<number, number>();
  private ink;

  constructor(
    private readonly root: HTMLElement,
    keeper: Keeper,
  ) {
    this.history = new History(keeper);
    this.answer = new AnswerView(root, (index) => this.select(index));
    this.meters = new Meters(root);
    this.saw = new SawView(root, (index) => this.select(index));
    this.boxes = new BoxLayer(find(root, ".pad-boxes"));
    this.work = new WorkView(root);
    this.correcting = new CorrectDialog(find(root, ".correct"), (choice) => this.correct(choice));
    this.ink = inkRamp(root);
    const canvas = find<HTMLCanvasElement>(root, ".pad-ink");
    this.pad = new Pad(canvas, {
      inked: (isDrawing) => this.inked(isDrawing),
      stepped: (kind, step) => this.stepped(kind, step),
    });
    this.why = new WhyLinks(root, this.pad);
    this.live = new Live(this.pad.ink, (read) => this.show(read));
    this.tools = new Tools(root, this.pad, (action) => this.act(action));
    new KeyPen(this.pad, find(root, ".pad-cursor"));
    watchTheme(() => this.recolour());
  }

  /** Read from now on with this reader; what was drawn before it came is read first of all. */
  start(reader: BrowserReader): void {
    this.live.start(reader);
    if (this.pad.hasInk) this.live.read(false);
    setTimeout(() => stepWhenIdle(this.prepare(reader)), SETTLED_MS);
  }

  /** What can wait for a moment without a stroke. */
  private *prepare(reader: BrowserReader): Generator<void> {
    const { network } = reader;
    const activations = this.items[0]?.activations ?? network.run(new Float32Array(784));
    yield;
    yield* this.work.build(network.layers, activations);
    this.update();
    warmUp(reader);
  }

  /** The network did not come. */
  fail(): void {
    this.root.dataset["failed"] = "";
    if (this.pad.hasInk) this.answer.tell("failed");
  }

  private inked(isDrawing: boolean): void {
    this.root.classList.toggle("has-ink", this.pad.hasInk);
    if (this.live.isReady) this.live.read(isDrawing);
    else if ("failed" in this.root.dataset) this.answer.tell("failed");
    else this.answer.tell(this.pad.hasInk ? "loading" : "blank");
    if (!isDrawing) this.tools.update(this.items.length > 0);
  }

  private show(read: Read): void {
    const items = itemsOf(read.reading);
    this.selected = follow(this.items, items, this.selected);
    this.items = items;
    this.last = read;
    this.update();
    if (items.length > 0) markFirst();
  }

  /** A stroke, a clear, an undo or a redo: what was kept of the drawing is no longer all of it. */
  private stepped(kind: "draw" | "undo" | "redo", step: Step): void {
    const sheet = this.sheet();
    this.corrections = new Map();
    if (step.kind !== "clear") this.history.changed();
    else if (kind === "undo") void this.history.unclear();
    else if (sheet) this.history.clear(sheet);
  }

  private update(): void {
    const { items, selected } = this;
    const item = items[selected];
    if (items.length === 0)
      this.answer.tell(this.pad.hasInk && !this.live.isReady ? "loading" : "blank");
    else if (items.every((one) => one.value === null) && this.corrections.size === 0)
      this.answer.tell("none");
    else this.answer.show(items, selected, this.corrections);
    this.meters.show(item, selected, items.length);
    this.saw.show(items, selected, this.ink);
    this.showBoxes();
    this.why.show(items.length > 0, selected);
    this.work.show(item, selected, items.length, this.last?.milliseconds ?? 0);
  }

  private showBoxes(): void {
    const { width, height } = this.pad.size;
    const frames = framed(
      this.items.map((item) => this.pad.ink.toPad(item.box)),
      width,
      height,
    );
    this.boxes.show(
      this.items.map((item, i) => ({
        ...frames[i]!,
        band: item.band,
        label: this.valueAt(i) === NOT_A_DIGIT ? "∅" : String(this.valueAt(i)),
        isSelected: i === this.selected,
      })),
    );
  }

  private valueAt(index: number): number {
    return this.corrections.get(index) ?? this.items[index]!.value ?? NOT_A_DIGIT;
  }

  private select(index: number): void {
    if (!this.items[index]) return;
    this.selected = index;
    this.update();
  }

  private act(action: Action): void {
    if (action === "clear") this.pad.clear();
    else if (action === "help") showHelp(find(this.root, ".help"));
    else if (action === "previous") this.select(this.selected - 1);
    else if (action === "next") this.select(this.selected + 1);
    else if (action === "correct" && this.items.length > 0) {
      this.correcting.open(
        this.items,
        this.items.map((_, i) => this.valueAt(i)),
        this.selected,
      );
    }
  }

  private sheet(): Sheet | null {
    if (!this.last || this.items.length === 0) return null;
    const record = recordOf(this.last.reading, this.items, this.corrections);
    return { record, picture: this.pad.ink.png() };
  }

  private correct({ index, value }: Choice): void {
    const before = new Map(this.corrections);
    this.corrections.set(index, value);
    this.select(index);
    const corrected = this.corrections;
    const saved = this.history.correct(this.sheet()!);
    const revert = (): void => {
      // Another drawing may stand there by now.
      if (this.corrections !== corrected || !this.items[index]) return;
      this.corrections = before;
      this.update();
    };
    const undo = (): void => {
      void this.history.forgetCurrent();
      revert();
    };
    saved.then(
      (kept) =>
        toast(
          kept.at === "server"
            ? savedAs(value)
            : `${savedAs(value)} It is sent when you are online.`,
          "Undo",
          undo,
        ),
      (error: Error) => {
        toast(error.message);
        revert();
      },
    );
  }

  private recolour(): void {
    this.ink = inkRamp(this.root);
    this.work.recolour();
    this.pad.refresh();
  }
}

let isMarked = false;

/** The moment of the first answer, for who measures it. */
function markFirst(): void {
  if (!isMarked) performance.mark("tenfold:first-answer");
  isMarked = true;
}
