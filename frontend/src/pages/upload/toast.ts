/** The toasts of the page's frame (static/js/shell.js). */

interface Shell {
  toast(text: string, options?: { action?: string; run?: () => void }): void;
}

/** Show a toast, with one action where there is something to do. */
export function toast(text: string, action?: string, run?: () => void): void {
  const shell = (window as unknown as { tenfold?: Shell }).tenfold;
  shell?.toast(text, action && run ? { action, run } : {});
}
