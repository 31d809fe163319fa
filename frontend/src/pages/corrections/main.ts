/** Corrections: put one right, choose, and train on the chosen. */

import { Failed, post } from "../../page/server";
import { toast } from "../../page/toast";

class Corrections {
  private readonly form = document.getElementById("corrections") as HTMLFormElement;
  private readonly all = this.form.querySelector<HTMLInputElement>("[data-all]")!;
  private readonly go = this.form.querySelector<HTMLButtonElement>("[data-go]")!;
  private readonly other = this.form.querySelector<HTMLButtonElement>("[data-other]")!;

  constructor() {
    this.form.addEventListener("change", (event) => this.changed(event.target as HTMLElement));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.go.addEventListener("click", () => void this.send("train"));
    this.other.addEventListener("click", () => void this.send("data"));
    this.count();
  }

  private get boxes(): HTMLInputElement[] {
    return [...this.form.querySelectorAll<HTMLInputElement>("input[name=mark]")];
  }

  private changed(target: HTMLElement): void {
    if (target === this.all) for (const box of this.boxes) box.checked = this.all.checked;
    if (target.matches("select")) void this.fix(target as HTMLSelectElement);
    this.count();
  }

  private count(): void {
    const count = this.boxes.filter((box) => box.checked).length;
    this.all.checked = count > 0 && count === this.boxes.length;
    this.all.indeterminate = count > 0 && count < this.boxes.length;
    this.go.disabled = this.other.disabled = count === 0;
    const words = count ? `${count.toLocaleString("en")} chosen` : "Choose some to train on.";
    this.form.querySelector("[data-count]")!.textContent = words;
    this.go.querySelector("span")!.textContent = count ? `Train on these ${count}` : "Train";
  }

  /** Say what a mark is; it goes back where the server refuses. */
  private async fix(select: HTMLSelectElement): Promise<void> {
    const { fix, place } = select.closest<HTMLElement>("[data-mark]")!.dataset;
    const before = select.querySelector<HTMLOptionElement>("[selected]")!;
    const meant = select.selectedOptions[0]!;
    try {
      await post(fix!, json({ place: Number(place), meant: Number(select.value) }));
      before.removeAttribute("selected");
      meant.setAttribute("selected", "");
      toast(`Saved as ${meant.text}.`);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      select.value = before.value;
      toast(error.message);
    }
  }

  /** Start a run of the chosen, or make data of them to choose settings for. */
  private async send(what: "train" | "data"): Promise<void> {
    const chosen = this.boxes.filter((box) => box.checked);
    const marks = chosen.map((box) => {
      const { reading, place } = box.closest<HTMLElement>("[data-mark]")!.dataset;
      return [Number(reading), Number(place)];
    });
    this.refuse("");
    this.go.disabled = this.other.disabled = true;
    try {
      await (what === "train" ? this.train(marks) : this.choose(marks));
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.refuse(error.message);
      this.count();
    }
  }

  private async train(marks: number[][]): Promise<void> {
    const { train, run: url } = this.form.dataset;
    const { run } = await post<{ run: { id: number } }>(train!, json({ marks }));
    location.assign(url!.replace("/0/", `/${run.id}/`));
  }

  private async choose(marks: number[][]): Promise<void> {
    const { data, new: url } = this.form.dataset;
    const { name } = await post<{ name: string }>(data!, json({ marks }));
    location.assign(`${url}?${new URLSearchParams({ data: name })}`);
  }

  private refuse(words: string): void {
    const place = this.form.querySelector<HTMLElement>("[data-refused]")!;
    place.hidden = !words;
    place.querySelector("span")!.textContent = words;
  }
}

const json = (value: unknown): Blob =>
  new Blob([JSON.stringify(value)], { type: "application/json" });

const filter = document.querySelector<HTMLFormElement>(".corrections-filter");
filter?.addEventListener("change", () => filter.requestSubmit());
filter?.querySelector("[data-filter]")?.remove();
if (document.getElementById("corrections")) new Corrections();
