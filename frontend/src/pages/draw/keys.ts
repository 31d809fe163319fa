/** The keyboard of the page: which key does what. */

export type Action =
  | "clear"
  | "erase"
  | "undo"
  | "redo"
  | "correct"
  | "help"
  | "fine"
  | "medium"
  | "broad"
  | "previous"
  | "next";

/** What a key event tells that matters here. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const SINGLE: Record<string, Action> = {
  c: "clear",
  delete: "clear",
  backspace: "clear",
  e: "erase",
  z: "undo",
  y: "redo",
  w: "correct",
  f: "fine",
  m: "medium",
  b: "broad",
  "?": "help",
  "[": "previous",
  "]": "next",
};

/**
 * What a key press asks for; null where it is none of ours.
 *
 * @param withSingles - whether keys alone count: people who speak to their computer switch them off.
 */
export function actionOf(press: Key, withSingles = true): Action | null {
  const key = press.key.toLowerCase();
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) {
    if (key === "z") return press.shiftKey ? "redo" : "undo";
    return key === "y" && !press.shiftKey ? "redo" : null;
  }
  return withSingles ? (SINGLE[key] ?? null) : null;
}

/** What the help says, in the order of use. */
export const HELP: readonly (readonly [string, string])[] = [
  ["C", "Clear"],
  ["Z", "Undo"],
  ["Y", "Redo"],
  ["E", "Erase, and back to the pen"],
  ["F M B", "Fine, medium, broad pen"],
  ["[ ]", "Previous and next digit"],
  ["W", "Wrong? Correct it"],
  ["?", "These keys"],
];

/** And on the pad itself. */
export const PAD_HELP: readonly (readonly [string, string])[] = [
  ["← ↑ → ↓", "Move the pen; with Shift in small steps"],
  ["Space", "Put the pen down, lift it"],
];
