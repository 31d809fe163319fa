/** What the colours mean, everywhere on the page. */

import { make } from "../../draw/dom";

export function legend(): HTMLElement {
  const key = (ramp: string, low: string, high: string): HTMLElement =>
    make(
      "span",
      { class: "legend-key" },
      make("span", {}, low),
      make("span", { class: `legend-ramp legend-${ramp}`, "aria-hidden": "true" }),
      make("span", {}, high),
    );
  return make(
    "p",
    { class: "legend note" },
    key("ink", "paper", "ink"),
    key("activation", "silent", "the layer’s loudest"),
    key("signed", "takes away", "adds"),
  );
}
