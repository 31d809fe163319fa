/** What the page around gives: toasts, and the words about the connection. */

interface Shell {
  toast(text: string, options?: { action?: string; run?: () => void }): void;
  showConnection(): void;
  csrfToken(): string;
}

const shell = (): Shell | undefined => (window as { tenfold?: Shell }).tenfold;

/** Show a note for some seconds, with one thing to do about it. */
export function toast(text: string, action?: string, run?: () => void): void {
  shell()?.toast(text, action && run ? { action, run } : {});
}

/** Say in the header what holds while the connection does. */
export function tellReady(words: string): void {
  const place = document.getElementById("connection");
  if (!place) return;
  place.dataset["ready"] = words;
  shell()?.showConnection();
}

/** The token that a request must carry to change something. */
export const csrfToken = (): string => shell()?.csrfToken() ?? "";
