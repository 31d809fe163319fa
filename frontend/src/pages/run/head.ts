/** The head of the page: status in words, what can be done, how far it is. */

import { Failed, getPart, post } from "../../page/server";
import { toast } from "../../page/toast";
import type { RunInfo } from "./types";
import { about, duration } from "./words";

export class Head {
  private readonly head = document.getElementById("run-head")!;
  private readonly dialog = document.getElementById("run-sure") as HTMLDialogElement;
  private readonly bar = document.querySelector<HTMLProgressElement>("[data-bar]")!;
  private readonly counted = document.querySelector<HTMLElement>("[data-count]")!;
  private readonly left = document.querySelector<HTMLElement>("[data-left]")!;
  private state = this.head.dataset["state"]!;

  /** @param changed - called when something was asked of the run, to look at it soon. */
  constructor(private readonly changed: () => void) {
    document.addEventListener("submit", (event) => this.submitted(event));
    this.dialog.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-close]")) this.dialog.close();
    });
  }

  /** Show how far it is; the words and buttons come from the server where they are others. */
  async show(run: RunInfo, place: number): Promise<void> {
    const epochs = Math.max(run.epochs, run.epoch, 1);
    const done = run.over ? epochs : Math.min(epochs, Math.max(place, run.epoch));
    this.bar.max = epochs;
    this.bar.value = run.epochs ? (run.over ? run.epoch : done) : 0;
    this.counted.textContent = counted(run, place);
    this.left.textContent = timed(run);
    const state = stateOf(run);
    if (state === this.state) return;
    this.state = state;
    await this.renew();
  }

  private async renew(): Promise<void> {
    const part = await getPart(`${location.pathname}?part=head`);
    const focused = (document.activeElement as HTMLElement | null)?.closest("form")?.action;
    this.head.replaceChildren(part);
    if (!focused || document.activeElement !== document.body) return;
    const forms = [...this.head.querySelectorAll("form")];
    const same = forms.find((form) => form.action === focused) ?? forms[0];
    (same?.querySelector("button") ?? this.head.querySelector<HTMLElement>("h1"))?.focus();
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    if (form.dataset["sure"]) this.ask(form);
    else void this.act(form);
  }

  /** Ask before what cannot be undone. */
  private ask(form: HTMLFormElement): void {
    const { sure, why, go } = form.dataset;
    this.dialog.querySelector("h2")!.textContent = sure!;
    this.dialog.querySelector("p")!.textContent = why!;
    const again = this.dialog.querySelector<HTMLFormElement>("form[data-act]")!;
    again.action = form.action;
    again.dataset["then"] = form.dataset["then"] ?? "";
    again.querySelector("button:not([data-close])")!.textContent = go!;
    this.dialog.showModal();
  }

  private async act(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector<HTMLButtonElement>("button:not([data-close])")!;
    button.disabled = true;
    try {
      await post(form.action, new FormData(form));
      if (this.dialog.open) this.dialog.close();
      const then = form.dataset["then"];
      if (then) location.assign(then);
      else this.changed();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      toast(error.message);
    } finally {
      button.disabled = false;
    }
  }
}

/** What decides the words and buttons of the head, as the template writes it. */
function stateOf(run: RunInfo): string {
  const { status, asked, has_model: hasModel, heartbeat_seconds: beat } = run;
  const isSilent = beat !== null && beat > SILENT_S;
  const trouble = isSilent ? "silent" : run.lacks_worker ? "alone" : "";
  return [status, asked, hasModel ? "model" : "", trouble].join("|");
}

/** After so long without a sign its worker is taken for dead. */
const SILENT_S = 45;

function counted({ status, epoch, epochs, over }: RunInfo, place: number): string {
  if (!epochs) return status === "waiting" ? "Not begun" : "";
  if (over) return `${epoch} of ${epochs} epochs`;
  return `Epoch ${Math.min(epochs, Math.floor(Math.max(place, epoch)) + 1)} of ${epochs}`;
}

function timed({ status, over, seconds, seconds_left: left }: RunInfo): string {
  if (over) return seconds ? `took ${duration(seconds)}` : "";
  return status === "training" && left !== null ? about(left) : "";
}
