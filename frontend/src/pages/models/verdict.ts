/** The comparison of a model with the one that reads: begun by a button, asked for until done. */

import { Poll } from "../../page/poll";
import { elements, getJson, post } from "../../page/server";
import { toast } from "../../page/toast";
import { find } from "../draw/dom";

/** How a comparison stands; `html` is the page's part, once it is done. */
interface Verdict {
  state: "none" | "running" | "done" | "failed";
  html: string;
  error: string;
}

export class Comparison {
  private readonly form: HTMLFormElement | null;
  private readonly words: HTMLElement;
  private readonly poll: Poll;

  constructor(private readonly root: HTMLElement) {
    this.form = root.querySelector<HTMLFormElement>("[data-compare]");
    this.words = find(root, "[data-verdict-words]");
    this.poll = new Poll(
      () => this.ask(),
      { soon: 700, late: 3000 },
      () => undefined,
    );
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.begin(this.form!.action);
    });
    this.poll.start();
  }

  private async begin(url: string): Promise<void> {
    this.waiting(true);
    try {
      await post(url, new FormData(this.form!));
      this.poll.start();
    } catch (error) {
      this.waiting(false);
      toast((error as Error).message);
    }
  }

  private async ask(): Promise<boolean | "over"> {
    const { state, html } = await getJson<Verdict>(this.root.dataset["verdict"]!);
    this.waiting(state === "running");
    if (state === "running") return true;
    find(this.root, "[data-verdict-place]").replaceChildren(elements(html));
    // What failed may be tried again; what is done stays so.
    if (this.form) this.form.hidden = state === "done";
    return "over";
  }

  private waiting(isOn: boolean): void {
    this.words.hidden = !isOn;
    const button = this.form?.querySelector("button");
    if (button) button.disabled = isOn;
  }
}
