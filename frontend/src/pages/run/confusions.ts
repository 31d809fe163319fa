/** The matrix of an epoch, and what was mixed up most in it. */

import { listenToMatrix } from "../../page/matrix";
import { LABELS, type Mixed, mostMixed, shade, total, worded } from "./mixed";
import type { EpochLine } from "./types";
import { whole } from "./words";

export class Confusions {
  private readonly cells: HTMLElement[];
  private shown: number[][] | null = null;

  /** @param card - the part of the page with the matrix, empty as the server wrote it. */
  constructor(
    private readonly card: HTMLElement,
    /** Gives a sample picture of what was written, where there is one. */
    private readonly picture: (label: number) => HTMLElement | null,
  ) {
    this.cells = [...card.querySelectorAll<HTMLElement>(".cell")];
    listenToMatrix(card);
    card.addEventListener("click", (event) => this.see(event));
  }

  /** Show an epoch's; nothing changes where it has none. */
  show(line: EpochLine | null): void {
    if (!line?.confusion || line.confusion === this.shown) return;
    const matrix = (this.shown = line.confusion);
    this.card.querySelector<HTMLElement>("[data-mix-none]")!.hidden = true;
    this.card.querySelector<HTMLElement>("[data-mix]")!.hidden = false;
    this.write("[data-mix-title]", `Confusions, epoch ${line.epoch}`);
    this.write("[data-mix-total]", `${whole(total(matrix))} held-out pictures`);
    const worst = mostMixed(matrix);
    const most = worst[0]?.count ?? 0;
    this.cells.forEach((cell, i) => fill(cell, matrix, Math.floor(i / 11), i % 11, most));
    this.list(worst.slice(0, 5));
    const focused = this.cells.find((cell) => cell === document.activeElement);
    this.write("[data-cell-words]", focused?.dataset["words"] ?? worst[0]?.words ?? NOTHING);
  }

  private list(worst: readonly Mixed[]): void {
    const place = this.card.querySelector<HTMLElement>("[data-worst]")!;
    place.replaceChildren(...worst.map((mixed) => this.row(mixed)));
    this.card.querySelector<HTMLElement>("[data-worst-none]")!.hidden = worst.length > 0;
  }

  private row({ written, read, count, words }: Mixed): HTMLElement {
    const item = document.createElement("li");
    const picture = this.picture(written) ?? document.createElement("span");
    const text = document.createElement("span");
    text.append(strong(LABELS[written]!), " read as ", strong(LABELS[read]!));
    const times = document.createElement("span");
    times.className = "quiet";
    times.textContent = count === 1 ? "once" : `${whole(count)} times`;
    const see = document.createElement("button");
    see.type = "button";
    see.className = "link";
    see.textContent = "See";
    see.dataset["cell"] = String(written * 11 + read);
    see.setAttribute("aria-label", `See in the matrix: ${words}`);
    item.append(picture, text, times, see);
    return item;
  }

  private see(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button[data-cell]");
    if (!button) return;
    const cell = this.cells[Number(button.dataset["cell"])]!;
    this.cells.forEach((one) => (one.tabIndex = one === cell ? 0 : -1));
    cell.focus();
  }

  private write(where: string, words: string): void {
    this.card.querySelector(where)!.textContent = words;
  }
}

const NOTHING = "Nothing was mixed up.";

function strong(text: string): HTMLElement {
  const element = document.createElement("strong");
  element.textContent = text;
  return element;
}

function fill(cell: HTMLElement, matrix: number[][], row: number, column: number, most: number) {
  const count = matrix[row]![column]!;
  const kind = row === column ? "cell-right" : `shade-${shade(count, most)}`;
  const words = worded(row, column, count);
  cell.className = `cell ${kind}`;
  cell.textContent = count ? compact(count) : "";
  cell.setAttribute("aria-label", words);
  cell.dataset["words"] = words;
}

/** At most four letters: 980, 1.2k, 34k. */
function compact(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(count / 1000).toFixed(1)}k` : `${Math.floor(count / 1000)}k`;
}
