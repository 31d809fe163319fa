/** A new run: choose or bring data, see what is in it, choose a network and settings, start. */

import { Failed, getPart, post } from "../../page/server";
import { toast } from "../../page/toast";
import { Fields } from "./fields";
import { Survey, type Verdict } from "./survey";
import { Upload } from "./upload";

class NewRun {
  private readonly form = document.getElementById("new-run") as HTMLFormElement;
  private readonly list = document.getElementById("data-list")!;
  private readonly start = this.form.querySelector<HTMLButtonElement>("[data-start]")!;
  private readonly fields = new Fields(this.form);
  private readonly survey: Survey;
  private verdict: Verdict = { isGood: false, why: "" };

  constructor() {
    const { survey } = this.form.dataset;
    const place = document.getElementById("survey")!;
    this.survey = new Survey(place, survey!, (verdict) => this.judge(verdict));
    new Upload(document.getElementById("data-new")!, (name) => void this.brought(name));
    this.list.addEventListener("change", () => this.look());
    this.list.addEventListener("click", (event) => void this.remove(event));
    this.form.addEventListener("change", () => this.suggest());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.begin();
    });
    this.suggest();
    this.look();
  }

  private get data(): string[] {
    const boxes = this.list.querySelectorAll<HTMLInputElement>("input[name=data]:checked");
    return [...boxes].map((box) => box.value);
  }

  private look(): void {
    this.survey.look(this.data);
  }

  private suggest(): void {
    const network = this.form.querySelector<HTMLInputElement>("input[name=model]:checked");
    const defaults = network?.dataset["defaults"];
    if (defaults) this.fields.suggest(JSON.parse(defaults) as Record<string, number>);
  }

  /** New data came: list it, and choose it. */
  private async brought(name: string): Promise<void> {
    await this.renew([...this.data, name]);
    toast(`${name} is here.`);
  }

  private async renew(chosen: readonly string[]): Promise<void> {
    this.list.replaceChildren(await getPart(`${location.pathname}?part=data`));
    for (const box of this.list.querySelectorAll<HTMLInputElement>("input[name=data]")) {
      box.checked = chosen.includes(box.value);
    }
    this.look();
  }

  private async remove(event: Event): Promise<void> {
    const button = (event.target as Element).closest<HTMLElement>("[data-delete]");
    if (!button) return;
    const { delete: url, name } = button.dataset;
    toast(`${name} goes for good.`, "Delete it", () => {
      post(url!, null).then(
        () => this.renew(this.data.filter((one) => one !== name)),
        (error: unknown) => error instanceof Failed && toast(error.message),
      );
    });
  }

  private judge(verdict: Verdict): void {
    this.verdict = verdict;
    this.start.setAttribute("aria-disabled", String(!verdict.isGood));
    this.form.querySelector("[data-why]")!.textContent = verdict.why;
  }

  private async begin(): Promise<void> {
    if (!this.verdict.isGood) return this.refuse(this.verdict.why || "Choose data first.");
    if (!this.fields.areGood()) return;
    this.refuse("");
    this.start.disabled = true;
    const said = new FormData(this.form);
    const start = said.get("start");
    const settings = {
      ...this.fields.values,
      data: this.data,
      model: said.get("model"),
      ...(start && { start }),
    };
    const body = { settings, name: said.get("name"), note: said.get("note") };
    try {
      const json = new Blob([JSON.stringify(body)], { type: "application/json" });
      const { run } = await post<{ run: { id: number } }>(this.form.action, json);
      location.assign(this.form.dataset["run"]!.replace("/0/", `/${run.id}/`));
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.start.disabled = false;
      if (!this.fields.refuse(error.message)) this.refuse(error.message);
    }
  }

  private refuse(words: string): void {
    const place = this.form.querySelector<HTMLElement>("[data-refused]")!;
    place.hidden = !words;
    place.querySelector("span")!.textContent = words;
  }
}

if (document.getElementById("new-run")) new NewRun();
