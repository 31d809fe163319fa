/** A look at the chosen data before a run: asked for as they are chosen, shown when it is done. */

import { Failed, getJson, getPart, post } from "../../page/server";

interface State {
  id: number;
  state: "waiting" | "looking" | "done" | "failed";
  problem: string;
}

const CALM_MS = 500;
const ASK_MS = 700;
/** After so long a look that nobody has begun is said to wait for a worker. */
const LONG_MS = 12_000;

/** What is known of the chosen data: whether a run may start, and why not. */
export interface Verdict {
  isGood: boolean;
  why: string;
}

export class Survey {
  private timer = 0;
  private turn = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly url: string,
    private readonly changed: (verdict: Verdict) => void,
  ) {}

  /** Look at these data sets, in a moment: more may be chosen. */
  look(names: readonly string[]): void {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    if (!names.length) {
      this.write("empty");
      return this.changed({ isGood: false, why: "Choose data first." });
    }
    this.write("looking");
    this.changed({ isGood: true, why: "" });
    this.timer = window.setTimeout(() => void this.ask(names, turn), CALM_MS);
  }

  private async ask(data: readonly string[], turn: number): Promise<void> {
    try {
      const body = new Blob([JSON.stringify({ data })], { type: "application/json" });
      let { survey } = await post<{ survey: State }>(this.url, body);
      for (let waited = 0; !isDone(survey); waited += ASK_MS) {
        await new Promise((done) => setTimeout(done, ASK_MS));
        if (turn !== this.turn) return;
        ({ survey } = await getJson<{ survey: State }>(`${this.url}/${survey.id}`));
        if (waited > LONG_MS && survey.state === "waiting") this.write("waiting");
      }
      if (turn === this.turn) await this.show(survey);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (turn === this.turn) this.fail(error.message);
    }
  }

  private async show(survey: State): Promise<void> {
    if (survey.state === "failed") return this.fail(survey.problem);
    const part = await getPart(`${this.url}/${survey.id}/shown`);
    const refusal = part.querySelector("[data-refusal]")?.textContent.trim() ?? "";
    this.result.replaceChildren(part);
    this.write("done");
    this.changed({ isGood: !refusal, why: refusal && "This data cannot be learned from yet." });
  }

  private fail(problem: string): void {
    this.place.querySelector("[data-survey-problem]")!.textContent = problem;
    this.write("failed");
    this.changed({ isGood: false, why: "This data could not be looked at." });
  }

  private get result(): HTMLElement {
    return this.place.querySelector("[data-survey=done]")!;
  }

  /** Show the part for one state, hide the others. */
  private write(state: string): void {
    for (const part of this.place.querySelectorAll<HTMLElement>("[data-survey]")) {
      part.hidden = part.dataset["survey"] !== state;
    }
  }
}

const isDone = ({ state }: State): boolean => state === "done" || state === "failed";
