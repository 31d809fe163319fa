/** The list by keyboard. */

import type { Checking } from "./checking";
import type { Deleting } from "./deleting";
import type { List } from "./list";

type Action = (event: KeyboardEvent) => unknown;

/** Listen where no field, button or dialog wants the key for itself. */
export function listenToKeys(list: List, checking: Checking, deleting: Deleting): void {
  const dialog = document.getElementById("keys-dialog") as HTMLDialogElement;
  const actions: Record<string, Action> = {
    ArrowDown: (event) => list.step(1, event.shiftKey),
    ArrowUp: (event) => list.step(-1, event.shiftKey),
    j: () => list.step(1),
    k: () => list.step(-1),
    ArrowLeft: () => checking.step(-1),
    ArrowRight: () => checking.step(1),
    Enter: () => checking.save(),
    Escape: () => checking.cancel() || list.clearChosen(),
    n: () => checking.dropMarked(),
    e: () => document.getElementById("corrected")?.focus(),
    u: () => checking.undo(),
    " ": () => list.row && list.choose(list.row),
    Delete: () => deleting.askForChosen(),
    "/": () => document.getElementById("filter_q")?.focus(),
    "?": () => dialog.showModal(),
  };
  for (const digit of "0123456789") actions[digit] = () => checking.type(digit);

  document.addEventListener("keydown", (event) => {
    if (isTaken(event)) return leaveField(event, list);
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z";
    if ((event.ctrlKey || event.metaKey || event.altKey) && !isUndo) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = isUndo ? () => checking.undo() : actions[key];
    if (!action || !list.row) return;
    event.preventDefault();
    action(event);
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-keys]")) dialog.showModal();
  });
}

/** Whether a field, a button, a menu or a dialog has the key. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (document.querySelector("dialog[open]")) return true;
  if (target.matches("input[type=checkbox]")) return event.key === " ";
  if (target.matches("input, select, textarea")) return true;
  const isPressed = event.key === "Enter" || event.key === " ";
  return isPressed && target.matches("button, a, summary") && !target.closest("#list tbody");
}

/** Esc leads from a field of the panel or the search back to the list. */
function leaveField(event: KeyboardEvent, list: List): void {
  const target = event.target as HTMLElement;
  if (event.key === "Escape" && target.matches("#corrected, #filter_q")) list.row?.focus();
}
