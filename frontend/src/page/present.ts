/** Follows which model reads: an open page takes a promoted one within seconds. */

import { BrowserReader } from "../reading";
import { Poll } from "./poll";
import { getJson } from "./server";

/** What /models/present answers: the model's name, and where its files are. */
interface Present {
  name: string;
  model: string;
  card: string;
}

const PACE = { soon: 4000, late: 4000 };

/**
 * Ask every few seconds while the page is seen, and at once when it is come back to, which model
 * reads; hand its reader over when it is another one than before. Offline the last one stays.
 *
 * @param url where to ask.
 * @param model address of the model's file that the page has, or is about to have.
 */
export function followPresent(
  url: string,
  model: string,
  take: (reader: BrowserReader, name: string) => void,
): void {
  if (!url) return;
  let had = model;
  const poll = new Poll(
    async () => {
      const now = await getJson<Present>(url);
      if (now.model === had) return false;
      const reader = await BrowserReader.load(now.model, now.card);
      had = now.model;
      tell(now.name);
      take(reader, now.name);
      await keepAnew();
      return true;
    },
    PACE,
    () => undefined,
  );
  addEventListener("focus", () => poll.start());
  poll.start();
}

/** Name the model in the page's header. */
function tell(name: string): void {
  const place = document.querySelector<HTMLAnchorElement>("[data-model-name]");
  if (!place) return;
  place.textContent = `Model: ${name}`;
  place.href = `/models/${encodeURIComponent(name)}/`;
}

/** Let the service worker keep the new model for when there is no network. */
async function keepAnew(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  await registration?.update().catch(() => undefined);
}
