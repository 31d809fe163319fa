/** The table of runs: chosen ones beside each other or deleted; what goes on is kept fresh. */

import { Poll } from "../../page/poll";
import { Failed, getPart, post } from "../../page/server";
import { toast } from "../../page/toast";
import { tellZone } from "../../page/zone";

const PACE = { soon: 2000, late: 20_000 };

class Table {
  private readonly form = document.getElementById("runs") as HTMLFormElement;
  private readonly body = document.getElementById("runs-rows")!;
  private readonly dialog = document.getElementById("runs-sure") as HTMLDialogElement;
  private readonly said = document.getElementById("runs-said")!;
  private readonly compare = this.form.querySelector<HTMLButtonElement>("[data-compare]")!;
  private readonly remove = this.form.querySelector<HTMLButtonElement>("[data-delete]")!;
  private html = "";

  constructor() {
    this.body.addEventListener("change", () => this.chose());
    this.remove.addEventListener("click", () => this.ask());
    this.dialog.addEventListener("click", (event) => this.clicked(event));
    new Poll(() => this.refresh(), PACE, trouble).start();
    this.chose();
  }

  private get rows(): HTMLElement[] {
    return [...this.body.querySelectorAll<HTMLElement>("[data-run]")];
  }

  private get chosen(): HTMLElement[] {
    return this.rows.filter((row) => row.querySelector("input")!.checked);
  }

  private chose(): void {
    const { chosen } = this;
    const count = chosen.length;
    for (const row of this.rows) row.classList.toggle("is-chosen", chosen.includes(row));
    this.compare.disabled = count < 2;
    this.compare.querySelector("span")!.textContent = count > 1 ? `Compare ${count}` : "Compare";
    this.remove.hidden = count === 0;
    this.remove.querySelector("span")!.textContent = count > 1 ? `Delete ${count}` : "Delete";
    this.form.querySelector("[data-chosen-words]")!.textContent = hint(count);
  }

  private ask(): void {
    const names = this.chosen.map((row) => row.dataset["name"]!);
    const words = names.length > 1 ? `Delete ${names.length} runs?` : `Delete ${names[0]}?`;
    this.dialog.querySelector("h2")!.textContent = words;
    this.dialog.showModal();
  }

  private clicked(event: Event): void {
    const target = event.target as Element;
    if (target.closest("[data-close]")) this.dialog.close();
    else if (target.closest("[data-go]")) void this.delete();
  }

  private async delete(): Promise<void> {
    const rows = this.chosen;
    try {
      for (const row of rows) {
        await post(row.dataset["deleteUrl"]!, null);
        row.remove();
      }
      toast(rows.length > 1 ? `Deleted ${rows.length} runs.` : "Deleted.");
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      toast(error.message);
    }
    this.dialog.close();
    if (!this.rows.length) location.reload();
    else this.chose();
  }

  /** Fetch the rows anew; what is chosen and where the focus is stay. */
  private async refresh(): Promise<boolean | "over"> {
    const part = await getPart(this.form.dataset["rows"]!);
    const html = part.firstElementChild
      ? [...part.children].map((row) => row.outerHTML).join()
      : "";
    const isNews = html !== this.html;
    this.html = html;
    if (isNews) this.replace(part);
    return this.body.querySelector("[data-active]") ? isNews : "over";
  }

  private replace(part: DocumentFragment): void {
    const before = new Map(this.rows.map((row) => [row.dataset["run"], row.dataset["status"]]));
    const chosen = this.chosen.map((row) => row.dataset["run"]);
    const focused = document.activeElement?.closest<HTMLElement>("[data-run]")?.dataset["run"];
    const isBox = document.activeElement?.matches("input");
    this.body.replaceChildren(part);
    for (const row of this.rows) {
      const { run, status, name } = row.dataset;
      row.querySelector("input")!.checked = chosen.includes(run);
      if (run === focused) row.querySelector<HTMLElement>(isBox ? "input" : "a")!.focus();
      const was = before.get(run);
      if (was && was !== status) this.said.textContent = `${name}: ${status}`;
    }
    this.chose();
  }
}

function hint(count: number): string {
  if (count === 0) return "Choose runs to see them beside each other.";
  return count === 1 ? "Choose another one to compare." : "";
}

function trouble(words: string): void {
  const place = document.getElementById("runs-trouble")!;
  place.hidden = !words;
  place.querySelector("span")!.textContent = words && `${words} What is shown may be old.`;
}

tellZone();
if (document.getElementById("runs")) new Table();
