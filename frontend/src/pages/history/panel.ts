/** The panel of one reading: its marked digit, its bars, what is about to be saved. */

import { elements, Failed, getPart } from "../../page/server";
import { begin, type Pending } from "./pending";

/** Rows are passed over faster than this while a key is held: only where it rests is fetched. */
const REST_MS = 60;

export class Panel {
  /** Where a correction begins; null without a reading. */
  start: Pending | null = null;
  private wanted = 0;
  private fetching: AbortController | null = null;

  constructor(private readonly place: HTMLElement | null) {
    this.adopt();
    place?.addEventListener("click", (event) => this.clicked(event));
  }

  get article(): HTMLElement | null {
    return this.place?.querySelector<HTMLElement>(".panel") ?? null;
  }

  get id(): number {
    return Number(this.article?.dataset["id"] ?? 0);
  }

  get form(): HTMLFormElement | null {
    return this.place?.querySelector<HTMLFormElement>("[data-correct]") ?? null;
  }

  /** Where the panel is seen: on a phone it is a page of its own. */
  get isShown(): boolean {
    return Boolean(this.place?.offsetParent);
  }

  /** Called with the marked digit when a tile is pressed. */
  onMark: (place: number) => void = () => undefined;

  /** Show a reading by its page's address. */
  show(id: number, url: string): void {
    this.wanted = id;
    this.fetching?.abort();
    if (!this.isShown || id === this.id) return;
    const fetching = (this.fetching = new AbortController());
    setTimeout(() => {
      if (this.wanted === id) void this.fetch(`${url}?part=detail`, fetching.signal);
    }, REST_MS);
  }

  /** Put HTML of a panel in place, with the focus where it was. */
  replace(html: string | DocumentFragment): void {
    const focused = document.activeElement?.getAttribute("name");
    const isInside = this.place?.contains(document.activeElement);
    this.place?.replaceChildren(typeof html === "string" ? elements(html) : html);
    this.adopt();
    if (isInside && focused) this.place?.querySelector<HTMLElement>(`[name="${focused}"]`)?.focus();
  }

  /** Show what is typed before it is saved; null shows what holds. */
  showPending(pending: Pending | null): void {
    const shown = pending ?? this.start;
    if (!shown) return;
    const title = this.place?.querySelector<HTMLElement>("#panel-title");
    title?.replaceChildren(...letters(shown));
    title?.classList.toggle("is-pending", pending !== null);
    const input = this.form?.querySelector<HTMLInputElement>("[name=corrected]");
    if (input && document.activeElement !== input) input.value = shown.text;
    this.place?.querySelector<HTMLElement>("[data-save]")?.toggleAttribute("hidden", !pending);
    this.place?.querySelector<HTMLElement>("[data-right]")?.toggleAttribute("hidden", !!pending);
    this.mark(shown.mark);
  }

  showError(words: string): void {
    const place = this.place?.querySelector<HTMLElement>("[data-error]");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
  }

  private async fetch(url: string, signal: AbortSignal): Promise<void> {
    try {
      this.replace(await getPart(url, signal));
    } catch (error) {
      if (!(error instanceof Failed)) return;
      const note = document.createElement("p");
      note.className = "notice notice-error";
      note.textContent = error.message;
      this.place?.replaceChildren(note);
    }
  }

  /** Make what the server wrote alive. */
  private adopt(): void {
    const row = document.getElementById(`reading-${this.id}`);
    const input = this.form?.querySelector<HTMLInputElement>("[name=corrected]");
    this.start = null;
    if (!this.article || !input) return;
    const pressed = this.place!.querySelector<HTMLElement>("[data-mark][aria-pressed=true]");
    this.start = begin(input.value, Number(row?.dataset["mark"] || pressed?.dataset["mark"] || 0));
    for (const hidden of this.place!.querySelectorAll<HTMLElement>("[data-keypad]"))
      hidden.hidden = false;
    for (const picture of this.place!.querySelectorAll("image"))
      picture.addEventListener("error", () => picture.closest(".digit-picture")?.remove());
    this.showPending(null);
  }

  private mark(place: number): void {
    for (const part of this.place!.querySelectorAll<HTMLElement>("[data-box]"))
      part.toggleAttribute("data-marked", part.dataset["box"] === String(place));
    for (const tile of this.place!.querySelectorAll<HTMLElement>("[data-mark]"))
      tile.setAttribute("aria-pressed", String(tile.dataset["mark"] === String(place)));
    const bars = [...this.place!.querySelectorAll<HTMLElement>("[data-bars]")];
    if (!bars.some((one) => one.dataset["bars"] === String(place))) return;
    for (const one of bars) one.hidden = one.dataset["bars"] !== String(place);
  }

  private clicked(event: Event): void {
    const tile = (event.target as Element).closest<HTMLElement>("[data-mark]");
    if (tile) this.onMark(Number(tile.dataset["mark"]));
  }
}

function letters({ text, mark }: Pending): Node[] {
  if (!text) {
    const none = document.createElement("span");
    none.className = "panel-none";
    none.textContent = "no digit";
    return [none];
  }
  return [...text].map((letter, place) => {
    const span = document.createElement("span");
    span.textContent = letter;
    span.dataset["place"] = String(place);
    span.toggleAttribute("data-marked", place === mark && text.length > 1);
    return span;
  });
}
