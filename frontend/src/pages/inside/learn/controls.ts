/** What a person sets: the network to teach, what the digit is, how far a step goes. */

import { make, say } from "../../draw/dom";
import { short } from "./weights";

/** Powers of ten between which the learning rate lies, and how fine it is set. */
const [LOW, HIGH, FINE] = [-3, 1.5, 0.1];
export const USUAL_RATE = 0.05;

export interface ControlEvents {
  fresh(): void;
  school(): void;
  label(label: number): void;
  rate(rate: number): void;
  step(count: number): void;
}

export class Controls {
  readonly element = make("div", { class: "learn-controls" });
  private readonly labels: HTMLButtonElement[];
  private readonly slider = make("input", {
    ...{ type: "range", min: String(LOW), max: String(HIGH), step: String(FINE) },
    "aria-label": "Learning rate",
  });
  private readonly rateWords = make("output", { class: "note" });
  private readonly net = make("output", { class: "note", role: "status" });
  private readonly steps: HTMLButtonElement[];

  constructor(events: ControlEvents) {
    const button = (text: string, run: () => void, kind = ""): HTMLButtonElement => {
      const made = make("button", { type: "button", class: `button ${kind}` }, text);
      made.addEventListener("click", run);
      return made;
    };
    this.labels = [...Array(10).keys()].map((of) =>
      button(String(of), () => events.label(of), "button-small"),
    );
    this.steps = [
      button("One step", () => events.step(1), "button-primary"),
      button("Ten steps", () => events.step(10)),
    ];
    this.slider.addEventListener("input", () => events.rate(this.rate));
    const group = make("div", { class: "change-digits", role: "group", "aria-label": "This is a" });
    group.append(...this.labels);
    this.element.append(
      part(
        "1. A network",
        make(
          "div",
          { class: "row" },
          button("Fresh", events.fresh),
          button("Schooled", events.school),
        ),
        this.net,
      ),
      part("2. This is a", group),
      part("3. Learning rate", make("label", { class: "slider" }, this.slider, this.rateWords)),
      part("4. Learn", make("div", { class: "row" }, ...this.steps)),
    );
  }

  get rate(): number {
    return 10 ** Number(this.slider.value);
  }

  show(state: { label: number; rate: number; network: string; isBusy: boolean }): void {
    this.labels.forEach((button, of) =>
      button.setAttribute("aria-pressed", String(of === state.label)),
    );
    this.slider.value = String(Math.log10(state.rate));
    say(this.rateWords, short(state.rate));
    this.slider.setAttribute("aria-valuetext", short(state.rate));
    say(this.net, state.network);
    for (const step of this.steps) step.disabled = state.isBusy || state.label < 0;
  }
}

function part(title: string, ...children: HTMLElement[]): HTMLElement {
  return make("div", { class: "learn-part" }, make("h3", {}, title), ...children);
}
