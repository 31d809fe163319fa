/** Icon, words and class of what a person sees of a picture. */

import type { IconName } from "./icons";
import type { Filter, Kind } from "./order";

export const KINDS: Record<Kind, { words: string; icon: IconName; style: string }> = {
  sure: { words: "Sure", icon: "sure", style: "band-sure" },
  again: { words: "Look again", icon: "again", style: "band-again" },
  none: { words: "Not a digit", icon: "none", style: "band-none" },
  checked: { words: "Checked", icon: "checked", style: "band-checked" },
  failed: { words: "Bad file", icon: "failed", style: "band-failed" },
};

export const FILTERS: readonly { value: Filter; words: string }[] = [
  { value: "all", words: "All" },
  { value: "sure", words: "Sure" },
  { value: "again", words: "Look again" },
  { value: "none", words: "Not a digit" },
  { value: "checked", words: "Checked" },
  { value: "failed", words: "Could not read" },
];
