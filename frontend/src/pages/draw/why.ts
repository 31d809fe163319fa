/** The links to why the answer is what it is, and to the network's inside: they carry the drawing. */

import { encodeStrokes, type Pad } from "../../pad";

export class WhyLinks {
  private readonly links: HTMLAnchorElement[];
  private selected = 0;

  constructor(root: ParentNode, pad: Pad) {
    this.links = [...root.querySelectorAll<HTMLAnchorElement>("[data-why]")];
    for (const link of this.links) {
      // Written when it is about to be used, not on every frame of a stroke.
      const write = (): void => {
        const at = this.selected > 0 ? { at: String(this.selected) } : {};
        const state = { view: link.dataset["why"]!, ...at, d: encodeStrokes(pad.strokes) };
        link.hash = String(new URLSearchParams(state));
      };
      for (const kind of ["pointerenter", "pointerdown", "focus", "click"]) {
        link.addEventListener(kind, write);
      }
    }
  }

  show(isRead: boolean, selected: number): void {
    for (const link of this.links) link.toggleAttribute("data-off", !isRead);
    this.selected = selected;
  }
}
