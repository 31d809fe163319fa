/** Keeps the report fresh: asks now and then whether anything changed, and then for the report. */

import { Failed, getJson, getPart } from "../../page/server";

const EVERY_MS = 15_000;

/** Ask every quarter of a minute while the page is seen; `done` makes a new report alive. */
export function keepFresh(report: HTMLElement, done: () => void): void {
  const url = report.dataset["stampUrl"]!;
  setInterval(() => {
    if (!document.hidden) void look(report, url, done);
  }, EVERY_MS);
}

async function look(report: HTMLElement, url: string, done: () => void): Promise<void> {
  try {
    const { stamp } = await getJson<{ stamp: string }>(url);
    showNotice("");
    if (stamp !== report.querySelector<HTMLElement>(".report")?.dataset["stamp"])
      await refresh(report, done);
  } catch (error) {
    if (error instanceof Failed) showNotice(`${error.message} What is shown may be old.`);
  }
}

/** Fetch the report anew; open tables and the focus stay where they were. */
export async function refresh(report: HTMLElement, done: () => void): Promise<void> {
  const join = location.search ? "&" : "?";
  const part = await getPart(`${location.pathname}${location.search}${join}part=report`);
  const open = [...report.querySelectorAll("details")].map((one) => one.open);
  const cells = [...report.querySelectorAll<HTMLElement>(".cell")];
  const focused = cells.indexOf(document.activeElement as HTMLElement);
  report.replaceChildren(part);
  report.querySelectorAll("details").forEach((one, i) => (one.open = open[i] ?? false));
  done();
  report.querySelectorAll<HTMLElement>(".cell")[focused]?.focus();
}

function showNotice(words: string): void {
  const place = document.getElementById("analytics-notice")!;
  place.hidden = !words;
  place.textContent = words;
}
