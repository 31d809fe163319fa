/** The link to why the answer is what it is: it carries the drawing along. */

import { encodeStrokes, type Pad } from "../../pad";

export class WhyLink {
  private readonly link: HTMLAnchorElement | null;
  private selected = 0;

  /** A page without a link, as one without a server, has nothing to show. */
  constructor(root: ParentNode, pad: Pad) {
    const link = root.querySelector<HTMLAnchorElement>("[data-why]");
    this.link = link;
    // Written when it is about to be used, not on every frame of a stroke.
    const write = (): void => {
      const at = this.selected > 0 ? { at: String(this.selected) } : {};
      const state = { view: "why", ...at, d: encodeStrokes(pad.strokes) };
      if (link) link.hash = String(new URLSearchParams(state));
    };
    for (const kind of ["pointerenter", "pointerdown", "focus", "click"]) {
      link?.addEventListener(kind, write);
    }
  }

  show(isRead: boolean, selected: number): void {
    if (this.link) this.link.hidden = !isRead;
    this.selected = selected;
  }
}
