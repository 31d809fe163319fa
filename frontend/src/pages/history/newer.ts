/** Tells when readings came that the list does not show yet. */

import { getJson } from "../../page/server";
import type { List } from "./list";

const EVERY_MS = 10_000;

export function watchForNewer(list: List): void {
  const url = document.getElementById("history")!.dataset["newer"]!;
  setInterval(() => {
    if (!document.hidden && navigator.onLine) void look(list, url);
  }, EVERY_MS);
}

async function look(list: List, url: string): Promise<void> {
  const { newest, filter } = list.section.dataset;
  try {
    const { count } = await getJson<{ count: number }>(`${url}?newest=${newest}&${filter}`);
    const pill = list.section.querySelector<HTMLElement>("[data-newer]")!;
    pill.hidden = count === 0;
    pill.textContent = count === 1 ? "1 new reading: show" : `${count} new readings: show`;
  } catch {
    // The next look may have more luck; the list itself tells when the server is away.
  }
}
