/** A run: asks how far it is, and shows the epoch that is looked at. */

import { Poll } from "../../page/poll";
import { getJson } from "../../page/server";
import { RunCharts } from "./charts";
import { Confusions } from "./confusions";
import { Head } from "./head";
import { Lapse } from "./lapse";
import { Log } from "./log";
import { Metrics } from "./metrics";
import { listenToNote } from "./note";
import { Samples } from "./samples";
import { Voice } from "./say";
import { Slider } from "./slider";
import type { Progress, RunInfo } from "./types";
import { percent } from "./words";

/** Lines of an answer after which more are surely there. */
const MANY = 1000;
const PACE = { soon: 1000, late: 12_000 };

class RunPage {
  private readonly root = document.getElementById("run")!;
  private readonly metrics = new Metrics();
  private readonly charts = new RunCharts(this.root);
  private readonly samples: Samples;
  private readonly confusions: Confusions;
  private readonly slider: Slider;
  private readonly lapse: Lapse;
  private readonly log: Log;
  private readonly voice = new Voice(document.getElementById("run-said")!);
  private readonly poll: Poll;
  private readonly head: Head;
  private after = 0;
  private logAfter = 0;
  private run: RunInfo | null = null;

  constructor() {
    const { samples, timelapse } = this.root.dataset;
    const card = (name: string): HTMLElement => this.root.querySelector(`[data-card=${name}]`)!;
    this.samples = new Samples(card("lapse").querySelector("[data-samples]")!, samples!);
    this.confusions = new Confusions(card("mix"), (label) => this.samples.picture(label));
    this.slider = new Slider(card("lapse"), () => void this.show());
    this.lapse = new Lapse(card("lapse"), timelapse!, this.samples);
    this.log = new Log(card("log"));
    this.poll = new Poll(() => this.ask(), PACE, trouble);
    this.head = new Head(() => this.poll.start());
    listenToNote(this.root.querySelector("[data-note]")!);
    this.poll.start();
  }

  private async ask(): Promise<boolean | "over"> {
    let answer = await this.fetch();
    const isNews = answer.lines.length > 0 || answer.log.length > 0;
    // A long training comes in several parts: they are drawn once, together.
    while (answer.lines.length >= MANY) answer = await this.fetch();
    await this.take(answer, isNews);
    return answer.run.over && !isNews ? "over" : isNews;
  }

  /** Ask for what came since the last time, and take it in. */
  private async fetch(): Promise<Progress> {
    const asked = `?after=${this.after}&log_after=${this.logAfter}`;
    const answer = await getJson<Progress>(`${this.root.dataset["progress"]}${asked}`);
    if (answer.from < this.after) this.metrics.clear();
    this.metrics.add(answer.lines);
    this.log.add(answer.log);
    this.after = answer.next;
    this.logAfter = answer.log_next;
    return answer;
  }

  private async take({ run, load }: Progress, isNews: boolean): Promise<void> {
    const { metrics } = this;
    const before = this.run;
    this.run = run;
    const isTraining = run.status === "training";
    const speed = isTraining ? (metrics.last?.examples_per_second ?? null) : null;
    this.log.load(isTraining ? load : null, speed);
    this.slider.grow(metrics.epochs.at(-1)?.epoch ?? 0);
    await this.head.show(run, metrics.place);
    if (isNews || !before) await this.show();
    if (before) this.tell(before, run);
  }

  /** Show the epoch that is looked at, everywhere on the page. */
  private async show(): Promise<void> {
    const { metrics, slider } = this;
    const { chosen } = slider;
    const line = chosen === null ? (metrics.epochs.at(-1) ?? null) : metrics.epoch(chosen);
    const epochs = Math.max(this.run?.epochs ?? 0, metrics.epochs.length);
    this.charts.show(metrics, { chosen, epochs });
    await this.samples.show(line);
    const newest = metrics.epochs.at(-1)?.epoch ?? 0;
    this.lapse.show(line?.epoch ?? 0, newest, this.run?.over ?? false);
    this.confusions.show(line);
  }

  private tell(before: RunInfo, now: RunInfo): void {
    if (before.status !== now.status) {
      return this.voice.say(`${now.name}: ${now.status}. ${now.message}`.trim());
    }
    const last = this.metrics.epochs.at(-1);
    if (!last || before.epoch === now.epoch) return;
    const right = last.validation_accuracy;
    const words = right == null ? "" : `: held out ${percent(right)} right`;
    this.voice.mention(`Epoch ${last.epoch} of ${now.epochs}${words}.`);
  }
}

function trouble(words: string): void {
  const place = document.getElementById("run-trouble")!;
  place.hidden = !words;
  place.querySelector("span")!.textContent = words && `${words} What is shown may be old.`;
}

new RunPage();
