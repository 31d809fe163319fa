/** Deleting: the question in a dialog, then part by part with its progress. */

import { Failed, getPart, post } from "../../page/server";
import { toast } from "../../page/toast";
import type { List } from "./list";

export class Deleting {
  private readonly dialog = document.getElementById("delete-dialog") as HTMLDialogElement | null;
  private isStopped = false;
  private deleted = 0;

  constructor(private readonly list: List | null) {
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    this.dialog?.addEventListener("close", () => this.closed());
  }

  /** Ask about the chosen rows; about the current one where none is chosen. */
  askForChosen(): void {
    const ids = this.list?.chosen.map((box) => box.value) ?? [];
    const current = this.list?.row?.dataset["id"];
    if (!ids.length && current) ids.push(current);
    const query = new URLSearchParams(ids.map((id) => ["ids", id]));
    if (ids.length) void this.ask(`?${query}`);
  }

  private async ask(search: string): Promise<void> {
    try {
      const form = document.getElementById("selection") as HTMLFormElement | null;
      const url = form?.getAttribute("action") ?? "/history/delete";
      this.dialog!.replaceChildren(await getPart(`${url}${search}&part=question`));
      this.dialog!.showModal();
    } catch (error) {
      if (error instanceof Failed) toast(error.message);
    }
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const link = target.closest<HTMLAnchorElement>("[data-delete-all], [data-delete-one]");
    if (target.closest("[data-close]") && this.dialog?.open) {
      event.preventDefault();
      this.dialog.close();
    } else if (link && this.dialog) {
      event.preventDefault();
      void this.ask(link.search);
    }
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (form.id === "selection") {
      event.preventDefault();
      this.askForChosen();
    } else if (form.matches("[data-delete]") && this.dialog?.contains(form)) {
      event.preventDefault();
      void this.delete(form);
    }
  }

  private async delete(form: HTMLFormElement): Promise<void> {
    const go = form.querySelector<HTMLButtonElement>("[data-go]")!;
    this.isStopped = false;
    this.deleted = 0;
    go.disabled = true;
    try {
      let left = 1;
      while (left > 0 && !this.isStopped) left = await this.deletePart(form);
      this.dialog!.close();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      go.disabled = false;
      showError(form, error.message);
    }
  }

  private async deletePart(form: HTMLFormElement): Promise<number> {
    const url = form.getAttribute("action")!;
    const done = await post<{ deleted: number; left: number }>(url, new FormData(form));
    this.deleted += done.deleted;
    showProgress(form, this.deleted, done.left);
    return done.left;
  }

  /** Closing stops a deletion after the part under way. */
  private closed(): void {
    this.isStopped = true;
    if (!this.deleted) return void this.list?.row?.focus();
    const words =
      this.deleted === 1 ? "1 reading" : `${this.deleted.toLocaleString("en")} readings`;
    this.deleted = 0;
    if (!this.list) return void location.assign("/history");
    toast(`Deleted ${words}.`);
    void this.list.reload().then(() => {
      if (this.list!.rows.length) this.list!.row?.focus();
      else if (!location.search) location.reload();
    });
  }
}

function showProgress(form: HTMLFormElement, done: number, left: number): void {
  const place = form.querySelector<HTMLElement>("[data-progress]");
  if (!place) return;
  place.hidden = false;
  const bar = place.querySelector("progress")!;
  bar.max = done + left;
  bar.value = done;
  const text = place.querySelector<HTMLElement>("[data-progress-text]")!;
  text.textContent = `${done.toLocaleString("en")} deleted, ${left.toLocaleString("en")} left`;
}

function showError(form: HTMLFormElement, words: string): void {
  let place = form.querySelector<HTMLElement>("[data-error]");
  if (!place) {
    place = document.createElement("p");
    place.className = "field-error";
    form.querySelector(".dialog-end")!.before(place);
  }
  place.hidden = false;
  place.textContent = words;
  form.querySelector("#delete-word")?.setAttribute("aria-invalid", "true");
}
