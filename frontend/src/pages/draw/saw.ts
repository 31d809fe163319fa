/** What the network saw: the 28x28 picture of each mark. */

import { MapCanvas, ramp, type Ramp } from "../../draw";
import { find, make, resized } from "./dom";
import type { Item } from "./items";
import { BANDS } from "./words";

/** From paper to ink, in the colours of the pad. */
export function inkRamp(element: Element): Ramp {
  const style = getComputedStyle(element);
  return ramp(["--pad", "--pad-ink"].map((name) => style.getPropertyValue(name).trim()));
}

const FORM = { count: 1, height: 28, width: 28 };
const TILING = { columns: 1, zoom: 1, gap: 0 };

export class SawView {
  private readonly box: HTMLElement;
  private readonly blank: Element;
  private readonly buttons: HTMLButtonElement[] = [];
  private readonly maps = new Map<HTMLButtonElement, MapCanvas>();

  constructor(
    root: ParentNode,
    private readonly pick: (index: number) => void,
  ) {
    this.box = find(root, "[data-tiles]");
    this.blank = find(this.box, "canvas");
  }

  show(items: readonly Item[], selected: number, colours: Ramp): void {
    resized(this.buttons, items.length, () => this.add());
    this.blank.toggleAttribute("hidden", items.length > 0);
    this.box.dataset["size"] = items.length <= 4 ? "large" : items.length <= 9 ? "middle" : "small";
    items.forEach((item, i) => {
      const button = this.buttons[i]!;
      this.maps.get(button)!.show(item.picture, colours, 1);
      button.setAttribute("aria-pressed", String(i === selected));
      button.setAttribute("aria-label", `Picture of ${item.value ?? BANDS.none.toLowerCase()}`);
    });
  }

  private add(): HTMLButtonElement {
    const index = this.buttons.length;
    const canvas = make("canvas", { class: "tile" });
    const button = make("button", { type: "button", class: "tile-button" }, canvas);
    button.addEventListener("click", () => this.pick(index));
    this.maps.set(button, new MapCanvas(canvas, FORM, TILING));
    this.box.append(button);
    return button;
  }
}
