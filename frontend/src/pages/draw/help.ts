/** The dialog that shows the keys. */

import { make, remember, remembered } from "./dom";
import { HELP, PAD_HELP } from "./keys";

export const usesSingleKeys = (): boolean => remembered("keys") !== "off";

/** Fill and show the dialog. */
export function showHelp(dialog: HTMLDialogElement): void {
  const choice = make("input", { type: "checkbox" });
  choice.checked = usesSingleKeys();
  choice.addEventListener("change", () => remember("keys", choice.checked ? "on" : "off"));
  const close = make("button", { type: "button", class: "button button-primary" }, "Close");
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(
    make("h2", { id: "help-title" }, "Keys"),
    table(HELP),
    make("h3", {}, "With the pad in focus"),
    table(PAD_HELP),
    make("label", { class: "check" }, choice, "Keys alone, without Ctrl"),
    make("div", { class: "dialog-end" }, close),
  );
  dialog.showModal();
  close.focus();
}

function table(rows: readonly (readonly [string, string])[]): HTMLElement {
  const list = make("dl", { class: "keys" });
  for (const [keys, words] of rows) {
    const names = keys.split(" ").map((key) => make("kbd", {}, key));
    list.append(make("dt", {}, ...names), make("dd", {}, words));
  }
  return list;
}
