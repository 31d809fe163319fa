/** The log, which stays at its end while it is looked at there, and the machine's load. */

import type { Progress } from "./types";
import { bytes, whole } from "./words";

const TIME = /^(\d{4}-\d\d-\d\dT\S+) (.*)$/;

/** A line with the time of day where the person is. */
export function told(text: string): string {
  const parts = TIME.exec(text);
  if (!parts) return text;
  const time = new Date(parts[1]!);
  return Number.isNaN(time.getTime()) ? text : `${time.toLocaleTimeString("en-GB")}  ${parts[2]}`;
}

/** Lines that are kept on the page; the whole log is a link away. */
const MOST = 500;

export class Log {
  private readonly lines: HTMLElement;

  constructor(private readonly card: HTMLElement) {
    this.lines = card.querySelector("[data-log]")!;
  }

  add(fresh: readonly string[]): void {
    if (!fresh.length) return;
    const box = this.lines;
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8;
    const added = fresh.slice(-MOST).map((text) => {
      const line = document.createElement("div");
      line.textContent = told(text);
      return line;
    });
    box.append(...added);
    while (box.childElementCount > MOST) box.firstElementChild!.remove();
    this.card.querySelector<HTMLElement>("[data-log-none]")!.hidden = true;
    if (isAtEnd) box.scrollTop = box.scrollHeight;
  }

  clear(): void {
    this.lines.replaceChildren();
  }

  /** What the training takes of the machine; nothing while it rests. */
  load(load: Progress["load"] | null, speed: number | null): void {
    this.write("cpu", load?.cpu == null ? null : `${whole(load.cpu)}%`);
    this.write("memory", load?.memory_bytes == null ? null : bytes(load.memory_bytes));
    this.write("speed", speed === null ? null : `${whole(speed)} pictures a second`);
  }

  private write(name: string, words: string | null): void {
    this.card.querySelector(`[data-load=${name}]`)!.textContent = words ?? "–";
  }
}
