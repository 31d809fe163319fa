/** The int8 file: made when it is asked for, downloaded once it is there. */

import { post } from "../../page/server";
import { find, say } from "../draw/dom";

/** How the file stands; `figures` say how accurate it is, once it is there. */
interface Made {
  state: "none" | "running" | "done" | "failed";
  error: string;
  figures?: { accuracy?: Share; accuracy_fp32?: Share };
}
interface Share {
  value: number;
}

const AGAIN_MS = 1000;

export function offerInt8(button: HTMLButtonElement): void {
  const words = find(button, "[data-int8-words]");
  button.addEventListener("click", () => {
    button.disabled = true;
    void ask().catch((error: Error) => fail(error.message));
  });

  async function ask(): Promise<void> {
    const made = await post<Made>(button.dataset["int8"]!, null);
    if (made.state === "failed") return fail(made.error);
    if (made.state !== "done") {
      say(words, "Being made. That takes some seconds.");
      setTimeout(() => void ask().catch((error: Error) => fail(error.message)), AGAIN_MS);
      return;
    }
    say(
      words,
      `Reads ${percent(made.figures?.accuracy)}, in fp32 ${percent(made.figures?.accuracy_fp32)}`,
    );
    button.disabled = false;
    location.assign(button.dataset["file"]!);
  }

  function fail(message: string): void {
    say(words, message);
    button.disabled = false;
  }
}

const percent = (share?: Share): string => (share ? `${(share.value * 100).toFixed(2)}%` : "?");
