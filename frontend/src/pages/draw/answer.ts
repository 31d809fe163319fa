/** The answer: the digits as large as there is room, or why there are none. */

import { find, make, say } from "./dom";
import { startsNumber, type Item } from "./items";
import { BANDS } from "./words";

/** More digits than these do not shrink any more: they scroll. */
const MOST = 6;

export type State = "blank" | "loading" | "failed" | "none" | "digits";

const TOLD: Record<Exclude<State, "digits">, [string, string]> = {
  blank: ["Write a digit or a number", "With a mouse, a finger or a pen. It is read as you draw."],
  loading: ["Getting the reader ready", "Your drawing is read in a moment."],
  failed: ["The reader did not load", "Load the page again. Your drawing stays until then."],
  none: ["This does not look like a digit.", "Clear and draw again, or correct it."],
};

export class AnswerView {
  private readonly box: HTMLElement;
  private readonly status: HTMLElement;
  private readonly more: HTMLElement;
  private buttons: HTMLButtonElement[] = [];
  private form = "";

  constructor(
    root: ParentNode,
    private readonly pick: (index: number) => void,
  ) {
    this.box = find(root, ".answer");
    this.status = find(root, ".digits");
    this.more = find(root, ".answer-more");
  }

  /** Say what is there instead of digits. */
  tell(state: Exclude<State, "digits">): void {
    if (this.form === state) return;
    const [first, second] = TOLD[state];
    const words = make("span", { class: "digits-told" }, first);
    const band = make("span", { class: "band digits-band" }, BANDS.none);
    this.status.replaceChildren(...(state === "none" ? [band, " ", words] : [words]));
    this.begin(state, state);
    say(this.more, second);
  }

  /** Show digits; `corrected` are those that a person put right, by index. */
  show(items: readonly Item[], selected: number, corrected: ReadonlyMap<number, number>): void {
    const form = items.map((item) => item.number).join();
    if (this.form !== form) this.build(items, form);
    items.forEach((item, i) => this.fill(i, item, i === selected, corrected.get(i)));
    const button = this.buttons[selected];
    if (button && items.length > MOST) keepInSight(this.status, button);
  }

  private build(items: readonly Item[], form: string): void {
    this.buttons = items.map((_, i) => this.button(i));
    // A space between numbers: the text of the answer then is the text of the reading.
    const nodes = items.flatMap((_, i) =>
      startsNumber(items, i) ? [" ", this.buttons[i]!] : [this.buttons[i]!],
    );
    this.status.replaceChildren(...nodes);
    this.status.style.setProperty("--count", String(Math.min(items.length, MOST)));
    this.begin("digits", form);
    say(this.more, "");
  }

  private begin(state: State, form: string): void {
    this.box.dataset["state"] = state;
    this.form = form;
  }

  private button(index: number): HTMLButtonElement {
    const button = make("button", { type: "button", class: "digit" });
    button.addEventListener("click", () => this.pick(index));
    return button;
  }

  private fill(i: number, item: Item, isSelected: boolean, corrected: number | undefined): void {
    const button = this.buttons[i]!;
    const value = corrected ?? item.value ?? 10;
    const isCorrected = corrected !== undefined;
    // What is no digit has no text: the text of the answer is digits only.
    say(button, value < 10 ? String(value) : "");
    button.className = `digit is-${isCorrected ? "corrected" : item.band}`;
    button.dataset["band"] = isCorrected ? "Corrected" : BANDS[item.band];
    if (value < 10) button.removeAttribute("aria-label");
    else button.setAttribute("aria-label", "Not a digit");
    button.setAttribute("aria-pressed", String(isSelected));
  }
}

function keepInSight(scroller: HTMLElement, { offsetLeft, offsetWidth }: HTMLElement): void {
  const { scrollLeft, clientWidth } = scroller;
  if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) {
    scroller.scrollLeft = offsetLeft - (clientWidth - offsetWidth) / 2;
  }
}
