/** The tools under the pad, and their keys. */

import { PENS, type Pad, type Pen } from "../../pad";
import { find, remember, remembered, say } from "./dom";
import { usesSingleKeys } from "./help";
import { actionOf, type Action } from "./keys";

const PEN_NAMES: Record<Pen, string> = { fine: "Fine", medium: "Medium", broad: "Broad" };

/** Buttons and keys that do the same things. */
export class Tools {
  private readonly acts = new Map<string, HTMLButtonElement>();
  private readonly pens: HTMLButtonElement[];
  private readonly penName: HTMLElement;

  constructor(
    root: ParentNode,
    private readonly pad: Pad,
    private readonly others: (action: Action) => void,
  ) {
    for (const button of root.querySelectorAll<HTMLButtonElement>("[data-act]")) {
      const act = button.dataset["act"]!;
      this.acts.set(act, button);
      button.addEventListener("click", () =>
        act === "pen" ? this.nextPen() : this.act(act as Action),
      );
    }
    this.pens = [...root.querySelectorAll<HTMLButtonElement>("[data-pen]")];
    for (const button of this.pens) {
      button.addEventListener("click", () => this.act(button.dataset["pen"] as Pen));
    }
    this.penName = find(root, "[data-pen-name]");
    this.takePen((remembered("pen") ?? "medium") as Pen);
    addEventListener("keydown", (event) => this.key(event));
  }

  /** Show what can be done now. */
  update(canCorrect: boolean): void {
    this.enable("undo", this.pad.canUndo);
    this.enable("redo", this.pad.canRedo);
    this.enable("correct", canCorrect);
  }

  private enable(act: string, isEnabled: boolean): void {
    const button = this.acts.get(act)!;
    if (button.disabled !== isEnabled) return;
    // A disabled button loses the focus, and with it the place of who uses the keyboard.
    if (!isEnabled && document.activeElement === button) this.pad.canvas.focus();
    button.disabled = !isEnabled;
  }

  private key(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const action = actionOf(event, usesSingleKeys());
    if (!action || (event.repeat && action !== "undo" && action !== "redo")) return;
    event.preventDefault();
    this.act(action);
  }

  private act(action: Action): void {
    const { pad } = this;
    if (action === "undo") pad.undo();
    else if (action === "redo") pad.redo();
    else if (action === "erase") this.erase(!pad.isErasing);
    else if (action in PENS) this.takePen(action as Pen);
    else this.others(action);
  }

  private erase(isErasing: boolean): void {
    this.pad.isErasing = isErasing;
    this.acts.get("erase")!.setAttribute("aria-pressed", String(isErasing));
    this.pad.canvas.classList.toggle("is-erasing", isErasing);
  }

  private nextPen(): void {
    const names = Object.keys(PENS) as Pen[];
    const next = (names.indexOf(this.pad.pen) + 1) % names.length;
    this.takePen(this.pad.isErasing ? this.pad.pen : names[next]!);
  }

  private takePen(pen: Pen): void {
    this.pad.pen = pen in PENS ? pen : "medium";
    remember("pen", this.pad.pen);
    for (const button of this.pens) {
      button.setAttribute("aria-pressed", String(button.dataset["pen"] === this.pad.pen));
    }
    say(this.penName, PEN_NAMES[this.pad.pen]);
    this.acts.get("pen")!.setAttribute("aria-label", `Pen width: ${PEN_NAMES[this.pad.pen]}`);
    this.erase(false);
  }
}
