/** The tabs of the views: one is open; arrows, Home and End go from one to the next. */

import { make } from "../draw/dom";
import type { View } from "./view";

export class Tabs {
  private readonly tabs: HTMLButtonElement[];
  readonly panels: HTMLElement[];

  constructor(
    list: HTMLElement,
    panels: HTMLElement,
    private readonly views: readonly View[],
    private readonly open: (name: string) => void,
  ) {
    this.tabs = views.map(({ name, title }) =>
      make("button", { type: "button", role: "tab", id: `tab-${name}` }, title),
    );
    this.panels = views.map(({ name }) =>
      make("section", {
        role: "tabpanel",
        "aria-labelledby": `tab-${name}`,
        class: `view ${name}`,
      }),
    );
    this.tabs.forEach((tab, i) => tab.addEventListener("click", () => open(views[i]!.name)));
    list.addEventListener("keydown", (event) => this.key(event));
    list.append(...this.tabs);
    panels.append(...this.panels);
  }

  show(name: string): void {
    this.views.forEach((view, i) => {
      const isOpen = view.name === name;
      this.tabs[i]!.setAttribute("aria-selected", String(isOpen));
      this.tabs[i]!.tabIndex = isOpen ? 0 : -1;
      this.panels[i]!.hidden = !isOpen;
    });
  }

  private key(event: KeyboardEvent): void {
    const last = this.tabs.length - 1;
    const at = this.tabs.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = (to + this.tabs.length) % this.tabs.length;
    this.open(this.views[next]!.name);
    this.tabs[next]!.focus();
  }
}
