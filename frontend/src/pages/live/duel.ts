/** People against the machine: a picture is shown for a moment; which digit was it? */

import { Failed, getJson } from "../../page/server";
import type { Mode, Stage } from "./stage";
import type { Sample } from "./slides";
import { difficulty, flashMs, NOTHING, pace, ROUNDS, scored, verdict, type Side } from "./score";

type State = "ready" | "shown" | "told" | "over";

export class Duel implements Mode {
  private state: State = "ready";
  private round = 0;
  private you: Side = NOTHING;
  private machine: Side = NOTHING;
  private sample: Sample | null = null;
  private since = 0;
  private timer = 0;

  constructor(private readonly stage: Stage) {}

  start(): void {
    this.state = "ready";
    [this.round, this.you, this.machine] = [0, NOTHING, NOTHING];
    this.stage.foot({ go: "Start", note: "The score is kept nowhere." });
    this.stage.hint("A digit is shown for a moment. Type or tap which it was.");
    this.showScore();
    this.enable(false);
    this.stage.find("[data-round]").textContent = `${ROUNDS} rounds`;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  go(): void {
    if (this.state === "over") this.start();
    else if (this.state !== "shown") void this.play();
  }

  key(key: string): boolean {
    if (!/^\d$/.test(key)) return false;
    this.guess(key);
    return true;
  }

  guess(digit: string): void {
    if (this.state !== "shown") return;
    clearTimeout(this.timer);
    const { text, reading } = this.sample!;
    this.you = scored(this.you, digit === text, performance.now() - this.since);
    this.machine = scored(this.machine, reading.text === text, reading.milliseconds);
    this.round += 1;
    this.tell(digit);
  }

  private async play(): Promise<void> {
    try {
      const query = `digits=1&difficulty=${difficulty(this.round).toFixed(2)}`;
      this.sample = await getJson<Sample>(`${this.stage.root.dataset["sample"]}?${query}`);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      return this.stage.hint(error.message);
    }
    this.state = "shown";
    this.stage.clear();
    this.stage.hint("");
    this.enable(true);
    this.stage.find("[data-round]").textContent = `Round ${this.round + 1} of ${ROUNDS}`;
    this.stage.picture(this.sample.picture);
    this.since = performance.now();
    this.timer = window.setTimeout(() => this.hide(), flashMs(this.round));
  }

  private hide(): void {
    this.stage.picture("");
    this.stage.hint("Which digit was it?");
  }

  private tell(digit: string): void {
    const { text, reading, picture } = this.sample!;
    this.stage.picture(picture);
    this.stage.hint("");
    const machine = reading.text || "no digit";
    this.stage.write(text, `You ${digit}, machine ${machine}`, digit === text ? "sure" : "again");
    this.enable(false);
    this.showScore();
    this.state = this.round < ROUNDS ? "told" : "over";
    this.stage.find("[data-go]").textContent = this.state === "told" ? "Next" : "Again";
    if (this.state === "over")
      this.stage.find("[data-round]").textContent = verdict(this.you, this.machine);
  }

  private enable(isOn: boolean): void {
    for (const key of this.stage.root.querySelectorAll<HTMLButtonElement>("[data-guess]"))
      key.disabled = !isOn;
  }

  private showScore(): void {
    this.stage.find("[data-you]").textContent = String(this.you.right);
    this.stage.find("[data-machine]").textContent = String(this.machine.right);
    this.stage.find("[data-you-time]").textContent = pace(this.you);
    this.stage.find("[data-machine-time]").textContent = pace(this.machine);
  }
}
