/** The answer beside the pad: the digit, how sure, and its band. */

import { find, say } from "../draw/dom";
import { guesses } from "../draw/items";
import { BANDS, className, percent, which } from "../draw/words";
import type { Shown } from "./view";

export class AnswerWords {
  private readonly digit: HTMLElement;
  private readonly sure: HTMLElement;
  private readonly more: HTMLElement;

  constructor(root: ParentNode) {
    this.digit = find(root, "[data-digit]");
    this.sure = find(root, "[data-sure]");
    this.more = find(root, "[data-more]");
  }

  show({ item, index, count }: Shown): void {
    this.sure.dataset["band"] = item?.band ?? "";
    if (!item) {
      say(this.digit, "");
      say(this.sure, "");
      return say(this.more, "Write a digit, or take one below.");
    }
    const { first, second } = guesses(item);
    say(this.digit, item.value === null ? "∅" : String(item.value));
    say(this.sure, `${BANDS[item.band]}, ${percent(item.probabilities[first]!)}`);
    const next = `then ${className(second)}, ${percent(item.probabilities[second]!)}`;
    const place = which(index, count);
    say(this.more, place ? `${place}; ${next}` : next);
  }
}
