/** New data: a folder, a zip or files dropped or chosen, sent with progress. */

import { chosen, dropped, type Found, nameOf } from "../../page/gather";
import { Sender } from "../../page/send";
import { Failed, post } from "../../page/server";
import { whole } from "../run/words";

export class Upload {
  private sender: Sender | null = null;
  private url = "";
  private readonly refused: string[] = [];

  /**
   * @param card - holds the drop area and the progress.
   * @param done - told the name of the new data set.
   */
  constructor(
    private readonly card: HTMLElement,
    private readonly done: (name: string) => void,
  ) {
    this.listen();
  }

  private listen(): void {
    const drop = this.find("[data-drop]");
    const inputs = [...this.card.querySelectorAll<HTMLInputElement>("input[type=file]")];
    for (const input of inputs) {
      input.addEventListener("change", () => {
        const found = chosen(input.files ?? new FileList());
        input.value = "";
        void this.start(found);
      });
    }
    this.card.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("button");
      const kind = button?.dataset["choose"];
      if (kind) inputs.find((input) => input.dataset["input"] === kind)!.click();
      if (button && "stop" in button.dataset) void this.cancel();
      if (button && "again" in button.dataset) void this.send();
    });
    addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) drop.classList.remove("is-over");
    });
    addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("is-over");
      if (event.dataTransfer) void dropped(event.dataTransfer).then((found) => this.start(found));
    });
  }

  private async start(found: readonly Found[]): Promise<void> {
    if (this.sender) return this.say("Wait until the data before is sent.");
    if (!found.length) return this.say("There are no pictures in it.");
    const { new: create, part } = this.card.dataset;
    const form = new FormData();
    form.append("name", nameOf(found).replace(/\.zip$/i, ""));
    this.refused.length = 0;
    try {
      const { id } = await post<{ id: number }>(create!, form);
      this.url = create!.replace(/new$/, String(id));
    } catch (error) {
      if (error instanceof Failed) return this.say(error.message);
      throw error;
    }
    this.sender = new Sender(
      this.url,
      Number(part),
      () => this.tell(found.length),
      (names, why) => this.refused.push(...names.map((name) => `${name}: ${why}`)),
    );
    this.sender.add(found);
    await this.send();
  }

  /** Send what waits; what was cut off goes on where it was. */
  private async send(): Promise<void> {
    const { sender } = this;
    if (!sender) return;
    this.show(true);
    this.say("");
    try {
      await sender.run();
      const { name } = await post<{ name: string }>(`${this.url}/close`, null);
      this.end();
      if (this.refused.length) this.say(refusals(this.refused));
      this.done(name);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.say(error.message);
      this.find("[data-again]").hidden = !error.isCut;
      if (!error.isCut) this.end();
    }
  }

  private async cancel(): Promise<void> {
    this.sender?.cancel();
    this.end();
    await post(`${this.url}/delete`, null).catch(() => undefined);
  }

  private end(): void {
    this.sender = null;
    this.show(false);
  }

  private tell(count: number): void {
    const { sent, bytes } = this.sender!.progress;
    const bar = this.card.querySelector("progress")!;
    [bar.max, bar.value] = [Math.max(1, bytes), sent];
    const words = `${megabytes(sent)} of ${megabytes(bytes)} MB, ${whole(count)} files`;
    this.find("[data-sent]").textContent = words;
  }

  private show(isSending: boolean): void {
    this.find("[data-drop]").hidden = isSending;
    this.find("[data-sending]").hidden = !isSending;
    this.find("[data-again]").hidden = true;
  }

  private say(words: string): void {
    const place = this.find("[data-trouble]");
    place.hidden = !words;
    place.querySelector("span")!.textContent = words;
  }

  private find(where: string): HTMLElement {
    return this.card.querySelector<HTMLElement>(where)!;
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

const SOME = 3;

function refusals(all: readonly string[]): string {
  const rest = all.length > SOME ? ` And ${whole(all.length - SOME)} more.` : "";
  return `${all.slice(0, SOME).join(" ")}${rest}`;
}
