/** Checking readings: what is typed, saving it, and taking it back. */

import { elements, Failed, post } from "../../page/server";
import { toast } from "../../page/toast";
import type { List } from "./list";
import type { Panel } from "./panel";
import { begin, drop, move, put, tidy, type Pending } from "./pending";

interface Saved {
  corrected: string | null;
  row: string;
  panel: string;
}

/** What a correction was before it was changed: to undo. */
interface Step {
  id: number;
  url: string;
  before: string | null;
}

export class Checking {
  private pending: Pending | null = null;
  private pendingId = 0;
  private readonly steps: Step[] = [];

  constructor(
    private readonly panel: Panel,
    private readonly list: List | null,
  ) {
    panel.onMark = (place) => this.mark(place);
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("input", (event) => this.typed(event));
  }

  get isPending(): boolean {
    return this.pending !== null && this.pendingId === this.id;
  }

  type(digit: string): void {
    this.change((pending) => put(pending, digit));
  }

  dropMarked(): void {
    this.change(drop);
  }

  step(by: 1 | -1): void {
    this.change((pending) => move(pending, by));
  }

  mark(place: number): void {
    this.change((pending) => begin(pending.text, place));
  }

  /** Leave it as it was; false where nothing was typed. */
  cancel(): boolean {
    const was = this.isPending;
    this.pending = null;
    this.show();
    return was;
  }

  /** Save what is typed, or that it is right; then go on to the next row. */
  async save(): Promise<void> {
    const pending = this.isPending ? this.pending : null;
    const isChanged = pending && tidy(pending.text) !== tidy(this.held());
    const done = isChanged ? this.send("text", tidy(pending.text)) : this.send("right");
    await this.list?.step(1);
    await done;
  }

  async undo(): Promise<void> {
    const step = this.steps.pop();
    if (!step) return toast("There is nothing to undo.");
    const what = step.before === null ? "back" : "text";
    if (!(await this.post(step.id, step.url, what, step.before ?? ""))) this.steps.push(step);
    const row = document.getElementById(`reading-${step.id}`);
    if (row) this.list?.makeCurrent(row);
  }

  private get id(): number {
    return Number(this.list?.row?.dataset["id"] ?? this.panel.id);
  }

  /** What holds for the current reading now: the correction, else what was read. */
  private held(): string {
    const row = this.list?.row;
    if (row) return row.dataset["corrected"] ?? row.dataset["text"] ?? "";
    return this.panel.start?.text ?? "";
  }

  private change(how: (pending: Pending) => Pending): void {
    const row = this.list?.row;
    const mark = Number(row?.dataset["mark"] || 0);
    const start = row ? begin(this.held(), mark) : this.panel.start;
    if (!start) return;
    const before = this.isPending ? this.pending! : start;
    this.pending = how(before);
    this.pendingId = this.id;
    this.show();
  }

  private show(): void {
    const row = this.list?.row;
    const isTyped = this.isPending && this.pending!.text !== this.held();
    if (row) {
      row.classList.toggle("is-pending", isTyped);
      const text = isTyped ? this.pending!.text : this.held();
      row.querySelector("[data-reading]")!.textContent = text || (isTyped ? "no digit" : "–");
    }
    if (this.panel.id === this.id) this.panel.showPending(this.isPending ? this.pending : null);
  }

  private async send(what: "text" | "right" | "none" | "back", text = ""): Promise<void> {
    const row = this.list?.row;
    const id = this.id;
    const url = row ? row.querySelector("a")!.pathname : location.pathname;
    const before = row
      ? (row.dataset["corrected"] ?? null)
      : this.panel.form?.querySelector("[data-back]")
        ? (this.panel.start?.text ?? null)
        : null;
    row?.classList.remove("is-pending");
    const kept = this.pending;
    this.pending = null;
    if (await this.post(id, url, what, text)) {
      this.steps.push({ id, url, before });
      toast(said(what, text), "Undo", () => void this.undo());
    } else if (this.id === id) {
      this.pending = kept;
      this.show();
    }
  }

  private async post(id: number, url: string, what: string, text: string): Promise<boolean> {
    const form = new FormData();
    const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]");
    form.set("csrfmiddlewaretoken", token?.value ?? "");
    form.set("do", what);
    form.set("corrected", text);
    try {
      const saved = await post<Saved>(`${url}/correct`, form);
      this.list?.replaceRow(id, elements(`<table><tbody>${saved.row}</tbody></table>`));
      if (this.panel.id === id) this.panel.replace(saved.panel);
      return true;
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      toast(`Not saved. ${error.message}`, "Try again", () => {
        void this.post(id, url, what, text);
      });
      return false;
    }
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-correct]")) return;
    event.preventDefault();
    const what = (event.submitter as HTMLButtonElement | null)?.value ?? "text";
    const input = form.querySelector<HTMLInputElement>("[name=corrected]")!;
    if (what === "text") void this.send("text", tidy(input.value));
    else void this.send(what as "right" | "none" | "back");
  }

  private clicked(event: Event): void {
    const key = (event.target as Element).closest<HTMLElement>("[data-digit]");
    if (key) this.type(key.dataset["digit"]!);
  }

  private typed(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (!input.matches("[data-correct] [name=corrected]")) return;
    this.change(({ mark }) => begin(input.value, mark));
  }
}

function said(what: string, text: string): string {
  if (what === "right") return "Marked as right.";
  if (what === "back") return "Taken back.";
  return what === "none" || !text ? "Saved as no digit." : `Saved as ${text}.`;
}
