/**
 * What the views of the page are, and what the page gives them.
 *
 * A view is one module in views/ that exports one `View`; main.ts lists them in the order of the
 * tabs. The page owns the pad, the reading, the tabs, the address and the export; a view owns the
 * element that it is mounted in, and its own keys of the address.
 */

import type { Ramp } from "../../draw";
import type { Network } from "../../net";
import type { Stroke } from "../../pad";
import type { ModelCard } from "../../reading";
import type { Item } from "../draw/items";

/** Keys and values of a view in the address: short words, as `unit=relu_3.5.10.6`. */
export type State = Record<string, string>;

/** Tables of colours in the theme at hand; new ones after `recolour`. */
export interface Colours {
  /** From nothing to loud: what a unit answers, 0 and above. */
  activation: Ramp;
  /** Orange takes away, blue adds: weights, products, whatever may be below 0. */
  signed: Ramp;
  /** From paper to ink. */
  ink: Ramp;
}

/** What is on the pad, read. */
export interface Shown {
  /** The chosen mark: its picture, every layer's activations, its probabilities. */
  item: Item | undefined;
  /** Which of how many marks it is. */
  index: number;
  count: number;
  /** While a stroke is being drawn: show what is cheap, leave the rest for its end. */
  isDrawing: boolean;
}

/** What the page gives to a view. */
export interface Context {
  readonly network: Network;
  readonly card: ModelCard;
  readonly colours: Colours;
  /** What stands on the pad. */
  readonly strokes: readonly Stroke[];
  /** The addresses that the server wrote on the page, as data-* of #inside. */
  readonly addresses: DOMStringMap;
  /** Put strokes on the pad in place of what stands there. */
  draw(strokes: readonly Stroke[]): void;
  /** Go to another view, with some keys of its state set. */
  open(view: string, state?: State): void;
  /** The view's state or text is another one: the address and the words follow soon. */
  changed(): void;
}

export interface View {
  /** In the address: `#view=flow`. */
  readonly name: string;
  /** On its tab. */
  readonly title: string;
  /** One sentence under the page's title. */
  readonly lead: string;
  /** Build what it shows; called once, when the view is first opened. */
  mount(root: HTMLElement, context: Context): void;
  /** Show what is on the pad; called on opening and on each frame that changed it, while open. */
  update(shown: Shown): void;
  /** The colours of the theme are others; `update` follows. */
  recolour?(): void;
  /** Its state for the address; {} where it has none or is as it opened. */
  state?(): State;
  /** Take its keys of an address; unknown ones are others'. Called after `mount`. */
  restore?(state: State): void;
  /** Another view was opened: stop what plays. */
  close?(): void;
  /** An account of the picture in words, for who does not see it. */
  words?(shown: Shown): string;
  /** The picture as a whole SVG document for export; null where there is none to save. */
  svg?(): string | null;
}

/** What a view is once it stands on the page: its element, and the parts of `View` that it has. */
export type Mounted = { readonly element: HTMLElement } & Pick<View, "update"> &
  Partial<Pick<View, "recolour" | "state" | "restore" | "close">> & {
    words?(): string;
    svg?(): string | null;
  };

/** A view that is made when it is first opened; `hasPicture` where there is one to save. */
export function viewOf(
  about: Pick<View, "name" | "title" | "lead">,
  make: (context: Context) => Mounted,
  hasPicture = true,
): View {
  let view: Mounted | null = null;
  return {
    ...about,
    mount(root, context) {
      view = make(context);
      root.append(view.element);
    },
    update: (shown) => view?.update(shown),
    recolour: () => view?.recolour?.(),
    state: () => view?.state?.() ?? {},
    restore: (state) => view?.restore?.(state),
    close: () => view?.close?.(),
    words: () => view?.words?.() ?? "",
    ...(hasPicture && { svg: () => view?.svg?.() ?? null }),
  };
}
