/** Notes about a run, saved where they stand. */

import { Failed, post } from "../../page/server";

export function listenToNote(form: HTMLFormElement): void {
  const said = form.querySelector("[data-note-said]")!;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    post(form.action, new FormData(form)).then(
      () => (said.textContent = "Saved."),
      (error: unknown) => {
        if (!(error instanceof Failed)) throw error;
        said.textContent = error.message;
      },
    );
  });
  form.addEventListener("input", () => (said.textContent = ""));
}
