/** Which pictures are shown, and in which order. */

import type { Item } from "./types";

/** What a person sees of an item: its band, that it was checked, or that it could not be read. */
export type Kind = "sure" | "again" | "none" | "checked" | "failed";
export type Filter = Kind | "all";
export type Sort = "unsure" | "name" | "came" | "reading";

export const SORTS: readonly { value: Sort; words: string }[] = [
  { value: "unsure", words: "Least sure first" },
  { value: "name", words: "By name" },
  { value: "reading", words: "By reading" },
  { value: "came", words: "As they were read" },
];

export function kindOf(item: Item): Kind {
  if (item.problem !== undefined) return "failed";
  return item.corrected === null ? item.band : "checked";
}

export function counts(items: readonly Item[]): Record<Filter, number> {
  const found = { all: items.length, sure: 0, again: 0, none: 0, checked: 0, failed: 0 };
  for (const item of items) found[kindOf(item)] += 1;
  return found;
}

/** What holds: the correction where there is one, else what was read. */
export const textOf = (item: Item): string =>
  item.problem !== undefined ? "" : (item.corrected ?? item.text).replaceAll("\n", " ");

export function shown(items: readonly Item[], filter: Filter, sort: Sort, find = ""): Item[] {
  const words = find.trim().toLowerCase();
  const some = items.filter(
    (item) =>
      (filter === "all" || kindOf(item) === filter) &&
      (!words || item.name.toLowerCase().includes(words) || textOf(item).includes(words)),
  );
  return some.sort(ORDERS[sort]);
}

type Compare = (a: Item, b: Item) => number;

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const byName: Compare = (a, b) => natural.compare(a.name, b.name) || a.n - b.n;
/** What could not be read, then what is no digit, then from the least sure on. A check changes nothing:
 * what a person works through must not move under their hands. */
const rank = (item: Item): number =>
  item.problem !== undefined ? -2 : item.band === "none" ? -1 : item.confidence;

const ORDERS: Record<Sort, Compare> = {
  unsure: (a, b) => rank(a) - rank(b) || byName(a, b),
  name: byName,
  reading: (a, b) => natural.compare(textOf(a), textOf(b)) || byName(a, b),
  came: (a, b) => a.n - b.n,
};
