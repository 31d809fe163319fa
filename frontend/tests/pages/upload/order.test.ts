import { describe, expect, it } from "vitest";
import { counts, shown } from "../../../src/pages/upload/order";
import type { Item, ReadItem } from "../../../src/pages/upload/types";

const read = (n: number, name: string, confidence: number, more: Partial<ReadItem> = {}): Item => ({
  n,
  name,
  at: null,
  id: n,
  band: "sure",
  text: String(n),
  confidence,
  corrected: null,
  picture: true,
  size: [10, 10],
  view: [0, 0, 10, 10],
  digits: [],
  rejected: [],
  ...more,
});

const items: Item[] = [
  read(1, "scan_10.png", 0.99),
  read(2, "scan_2.png", 0.7, { band: "again" }),
  read(3, "scan_3.png", 0, { band: "none", text: "" }),
  { n: 4, name: "bad.png", at: null, problem: "It is broken." },
  read(5, "scan_1.png", 0.6, { band: "again", corrected: "77" }),
];
const names = (list: Item[]): number[] => list.map((item) => item.n);

describe("shown", () => {
  it("puts what failed, what is no digit and the least sure first, checked or not", () => {
    expect(names(shown(items, "all", "unsure"))).toEqual([4, 3, 5, 2, 1]);
  });

  it("sorts names as people count", () => {
    expect(names(shown(items, "all", "name"))).toEqual([4, 5, 2, 3, 1]);
  });

  it("keeps one kind, or what has the words in its name or text", () => {
    expect(names(shown(items, "again", "came"))).toEqual([2]);
    expect(names(shown(items, "all", "came", "SCAN_1"))).toEqual([1, 5]);
    expect(names(shown(items, "all", "came", "77"))).toEqual([5]);
  });
});

describe("counts", () => {
  it("takes what was checked out of its band", () => {
    expect(counts(items)).toEqual({ all: 5, sure: 1, again: 1, none: 1, checked: 1, failed: 1 });
  });
});
