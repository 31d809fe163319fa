/** An import that waits for its card: asks until it is there, then opens the model's page. */

import { Poll } from "../../page/poll";
import { getJson } from "../../page/server";
import { find, say } from "../draw/dom";

interface Import {
  state: "none" | "running" | "done" | "failed";
  error: string;
  page: string;
}

export function waitForImport(notice: HTMLElement): void {
  const poll = new Poll(
    async () => {
      const { state, error, page } = await getJson<Import>(notice.dataset["importing"]!);
      if (state === "running") return true;
      if (state === "done") location.replace(page);
      else tell(error || "The import was interrupted. Add the file once more.");
      return "over";
    },
    { soon: 700, late: 2000 },
    () => undefined,
  );
  poll.start();

  function tell(words: string): void {
    notice.classList.add("notice-error");
    say(find(notice, "span"), words);
  }
}
