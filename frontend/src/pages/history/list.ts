/** The list: its rows, which one is current, and other pages in its place. */

import { Failed, getPart } from "../../page/server";
import type { Panel } from "./panel";

export class List {
  private fetching: AbortController | null = null;
  private current = 0;

  constructor(private readonly panel: Panel) {
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("change", (event) => this.changed(event));
    document.addEventListener("focusin", (event) => this.focused(event));
    addEventListener("popstate", () => void this.load(location.search || "?", "none"));
  }

  get section(): HTMLElement {
    return document.getElementById("list")!;
  }

  get rows(): HTMLElement[] {
    return [...this.section.querySelectorAll<HTMLElement>("tbody tr")];
  }

  /** The current row; null in an empty list. */
  get row(): HTMLElement | null {
    return document.getElementById(`reading-${this.current}`) ?? this.rows[0] ?? null;
  }

  get chosen(): HTMLInputElement[] {
    return [...this.section.querySelectorAll<HTMLInputElement>("[name=ids]:checked")];
  }

  /** Make the rows that the server wrote alive. */
  start(): void {
    this.adopt();
    const [first] = this.rows;
    if (first) this.makeCurrent(first, false);
  }

  /** Go up or down; past the end to the next page, before the start to the one before. */
  async step(by: 1 | -1, isChoosing = false): Promise<void> {
    const rows = this.rows;
    const at = rows.indexOf(this.row!);
    const next = rows[at + by];
    if (isChoosing && this.row) this.choose(this.row, true);
    if (next) {
      this.makeCurrent(next);
      if (isChoosing) this.choose(next, true);
      return;
    }
    const link = this.section.querySelector<HTMLAnchorElement>(
      by > 0 ? "[rel=next]" : "[rel=prev]",
    );
    if (link) await this.load(link.search, "push", by > 0 ? "first" : "last");
  }

  /** Make a row current: the one that keys act on, and that the panel shows. */
  makeCurrent(row: HTMLElement, isFocused = true): void {
    for (const other of this.rows) {
      other.tabIndex = other === row ? 0 : -1;
      other.toggleAttribute("aria-current", false);
    }
    row.setAttribute("aria-current", "true");
    this.current = Number(row.dataset["id"]);
    if (isFocused) {
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
    this.panel.show(this.current, row.querySelector<HTMLAnchorElement>("a")!.pathname);
  }

  choose(row: HTMLElement, isChosen?: boolean): void {
    const box = row.querySelector<HTMLInputElement>("[name=ids]")!;
    box.checked = isChosen ?? !box.checked;
    this.countChosen();
  }

  clearChosen(): void {
    for (const box of this.chosen) box.checked = false;
    this.countChosen();
  }

  /** Put another row's HTML in the place of one. */
  replaceRow(id: number, fragment: DocumentFragment): void {
    const row = document.getElementById(`reading-${id}`);
    const fresh = fragment.querySelector<HTMLElement>("tr");
    if (!row || !fresh) return;
    const hadFocus = row.contains(document.activeElement);
    const isChosen = row.querySelector<HTMLInputElement>("[name=ids]")!.checked;
    row.replaceWith(fresh);
    fresh.querySelector<HTMLInputElement>("[name=ids]")!.checked = isChosen;
    fresh.tabIndex = -1;
    if (id === this.current) {
      fresh.tabIndex = 0;
      fresh.setAttribute("aria-current", "true");
      if (hadFocus) fresh.focus({ preventScroll: true });
    }
  }

  /** Fetch the list again as it is: something was deleted, or is new. */
  reload(): Promise<void> {
    return this.load(location.search || "?", "none");
  }

  /** Fetch the list at an address and put it in place. */
  async load(
    search: string,
    history: "push" | "replace" | "none",
    focus: "first" | "last" | "none" = "none",
  ): Promise<void> {
    this.fetching?.abort();
    const fetching = (this.fetching = new AbortController());
    this.section.setAttribute("aria-busy", "true");
    try {
      const join = search.length > 1 ? "&" : "?";
      const part = await getPart(
        `${location.pathname}${search.length > 1 ? search : ""}${join}part=list`,
        fetching.signal,
      );
      this.put(part, focus);
      const url = search.length > 1 ? search : location.pathname;
      if (history === "push") window.history.pushState(null, "", url);
      if (history === "replace") window.history.replaceState(null, "", url);
      showNotice("");
    } catch (error) {
      if (!(error instanceof Failed)) return;
      showNotice(error.message, () => void this.load(search, history, focus));
    }
    if (this.fetching === fetching) this.section.removeAttribute("aria-busy");
  }

  private put(part: DocumentFragment, focus: "first" | "last" | "none"): void {
    for (const id of ["list", "export"]) {
      const fresh = part.getElementById(id);
      if (fresh) document.getElementById(id)?.replaceWith(fresh);
    }
    this.adopt();
    const row = { none: this.row, first: this.rows[0], last: this.rows.at(-1) }[focus];
    if (row) this.makeCurrent(row, focus !== "none");
  }

  private adopt(): void {
    for (const row of this.rows) row.tabIndex = -1;
    const all = this.section.querySelector<HTMLElement>("[data-check-all]");
    if (all) all.hidden = false;
    this.countChosen();
  }

  private countChosen(): void {
    const count = this.chosen.length;
    const words = this.section.querySelector<HTMLElement>("[data-chosen-count]")!;
    words.hidden = !count;
    words.textContent = `${count} chosen`;
    this.section.querySelector<HTMLElement>("[data-chosen]")!.hidden = !count;
    const all = this.section.querySelector<HTMLInputElement>("[data-check-all]");
    if (!all) return;
    all.checked = count > 0 && count === this.rows.length;
    all.indeterminate = count > 0 && count < this.rows.length;
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = target.closest<HTMLAnchorElement>("#list [rel], #list .list-clear, #list .chip");
    if (link) {
      event.preventDefault();
      if (!link.rel) (document.getElementById("filter") as HTMLFormElement | null)?.reset();
      if (!link.rel) location.href = link.href;
      else void this.load(link.search, "push", "first");
      return;
    }
    if (target.closest("button[data-newer]")) return void location.assign(location.pathname);
    const row = target.closest<HTMLElement>("#list tbody tr");
    if (!row || target.closest("input")) return;
    if (!this.panel.isShown) {
      location.href = row.querySelector("a")!.href;
    } else {
      event.preventDefault();
      this.makeCurrent(row);
    }
  }

  private changed(event: Event): void {
    const box = event.target as HTMLInputElement;
    if (box.matches("[data-check-all]")) {
      for (const one of this.section.querySelectorAll<HTMLInputElement>("[name=ids]"))
        one.checked = box.checked;
    }
    if (box.matches("[data-check-all], [name=ids]")) this.countChosen();
  }

  private focused(event: FocusEvent): void {
    const row = (event.target as Element).closest<HTMLElement>("#list tbody tr");
    if (row && Number(row.dataset["id"]) !== this.current) this.makeCurrent(row, false);
  }
}

/** Say above the list what went wrong, with a way to try again; '' takes it away. */
export function showNotice(words: string, retry?: () => void): void {
  const place = document.getElementById("history-notice");
  if (!place) return;
  place.hidden = !words;
  place.className = "notice notice-error history-notice";
  const text = document.createElement("div");
  text.textContent = words;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = "Try again";
  button.addEventListener("click", () => retry?.());
  place.replaceChildren(text, ...(retry ? [button] : []));
}
