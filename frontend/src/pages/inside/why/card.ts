/** A card of the view: a title, a sentence, and what it shows. */

import { make } from "../../draw/dom";

let count = 0;

export function card(title: string, note: string, ...children: Node[]): HTMLElement {
  const id = `why-card-${++count}`;
  return make(
    "section",
    { class: "card why-card", "aria-labelledby": id },
    make("h2", { id }, title),
    make("p", { class: "note" }, note),
    ...children,
  );
}
