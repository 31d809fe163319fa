/** Makes the page work without the network after its first visit. */

import { tellReady } from "./shell";

/** Register the service worker, and say so once all that the page needs is kept. */
export async function keepOffline(url: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(url, { scope: "/" });
    await navigator.serviceWorker.ready;
    tellReady("Ready, works offline");
  } catch {
    // A private window, or an address without https: the page works as long as the server does.
  }
}
