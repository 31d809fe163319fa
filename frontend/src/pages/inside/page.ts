/** The inside page: the pad, the views and the address, which hold together all that is shown. */

import { ACTIVATION, rampOf, SIGNED } from "../../draw";
import { decodeStrokes, encodeStrokes, type Stroke } from "../../pad";
import { watchTheme } from "../../page/theme";
import type { BrowserReader } from "../../reading";
import { find, say } from "../draw/dom";
import { inkRamp } from "../draw/saw";
import { toast } from "../draw/shell";
import { Desk } from "./desk";
import { sample } from "./samples";
import { numbersOf } from "./numbers";
import { saveJson, savePng, saveSvg } from "./save";
import { parseHash, toHash } from "./state";
import { Tabs } from "./tabs";
import type { Colours, Context, Shown, State, View } from "./view";

/** The address and the words follow after this much quiet: browsers limit how often both may. */
const QUIET_MS = 300;
/** What stands on the pad where the address brings nothing. */
const FIRST_SAMPLE = 4;

export class InsidePage {
  private readonly desk: Desk;
  private readonly tabs: Tabs;
  private readonly mounted = new Set<View>();
  private context: Context | null = null;
  private view: View;
  private wanted: State;
  private later = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly views: readonly View[],
  ) {
    this.wanted = parseHash(location.hash);
    this.view = this.named(this.wanted["view"]);
    this.desk = new Desk(root, (shown) => this.show(shown));
    this.tabs = new Tabs(find(root, "[role=tablist]"), find(root, "[data-views]"), views, (name) =>
      this.open(name),
    );
    this.tabs.show(this.view.name);
    this.write(this.wanted);
    watchTheme(() => this.recolour());
    addEventListener("hashchange", () => this.take(parseHash(location.hash)));
    for (const button of root.querySelectorAll<HTMLElement>("[data-save-as]")) {
      button.addEventListener("click", () => void this.save(button.dataset["saveAs"]!));
    }
    const choice = root.querySelector<HTMLSelectElement>("[data-model-choice]");
    choice?.addEventListener("change", () => {
      location.assign(`?${new URLSearchParams({ model: choice.value })}${toHash(this.state())}`);
    });
  }

  /** Read and show from now on. */
  start(reader: BrowserReader): void {
    const { desk, root } = this;
    this.context = {
      network: reader.network,
      card: reader.card,
      colours: this.colours(),
      addresses: root.dataset,
      get strokes() {
        return desk.pad.strokes;
      },
      draw: (strokes) => desk.write(strokes),
      open: (view, state) => this.open(view, state),
      changed: () => this.followSoon(),
    };
    desk.start(reader);
    this.open(this.view.name, this.wanted);
  }

  /** The network did not come. */
  fail(reason: string): void {
    const state = find(this.root, "[data-failed]");
    say(find(state, "p"), reason);
    state.hidden = false;
  }

  private named(name: string | undefined): View {
    return this.views.find((view) => view.name === name) ?? this.views[0]!;
  }

  private open(name: string, state: State = {}): void {
    const view = this.named(name);
    if (view !== this.view) this.view.close?.();
    this.view = view;
    this.tabs.show(view.name);
    say(find(this.root, "[data-lead]"), view.lead);
    if (!this.context) return;
    if (!this.mounted.has(view)) {
      this.mounted.add(view);
      view.mount(this.tabs.panels[this.views.indexOf(view)]!, this.context);
    }
    view.restore?.(state);
    this.show(this.desk.shown);
  }

  private show(shown: Shown): void {
    const { item } = shown;
    const answer = item?.value ?? null;
    const title = answer !== null ? `Inside: why this is a ${answer}` : "Inside";
    say(find(this.root, "[data-title]"), item && answer === null ? "Inside: no digit" : title);
    if (!this.context || !this.mounted.has(this.view)) return;
    this.view.update(shown);
    this.followSoon();
  }

  private recolour(): void {
    if (!this.context) return;
    Object.assign(this.context.colours, this.colours());
    for (const view of this.mounted) view.recolour?.();
    this.desk.recolour();
  }

  private colours(): Colours {
    const { root } = this;
    return {
      activation: rampOf(root, ACTIVATION),
      signed: rampOf(root, SIGNED),
      ink: inkRamp(root),
    };
  }

  private state(): State {
    const { strokes } = this.desk.pad;
    const { index } = this.desk.shown;
    return {
      view: this.view.name,
      ...this.view.state?.(),
      at: index > 0 ? String(index) : "",
      d: encodeStrokes(strokes),
    };
  }

  private followSoon(): void {
    clearTimeout(this.later);
    this.later = window.setTimeout(() => {
      this.wanted = this.state();
      const { pathname, search } = location;
      history.replaceState(null, "", `${pathname}${search}${toHash(this.wanted)}`);
      say(find(this.root, "[data-words]"), this.view.words?.(this.desk.shown) ?? "");
      for (const kind of ["svg", "png"]) {
        find(this.root, `[data-save-as=${kind}]`).hidden = !this.view.svg;
      }
      find(this.root, "[data-account]").hidden = !this.view.words;
    }, QUIET_MS);
  }

  /** Take the state of an address that a person or the Back button set. */
  private take(state: State): void {
    // In the one file another page may be shown, whose address says nothing of this one.
    if (this.root.hidden || toHash(state) === toHash(this.wanted)) return;
    this.wanted = state;
    this.write(state);
    this.open(state["view"] ?? "", state);
  }

  private write(state: State): void {
    const drawing: Stroke[] | null = state["d"] ? decodeStrokes(state["d"]) : null;
    this.desk.write(drawing ?? sample(FIRST_SAMPLE), Number(state["at"] ?? 0) || 0);
  }

  private async save(kind: string): Promise<void> {
    find<HTMLDetailsElement>(this.root, "[data-save]").open = false;
    const { item } = this.desk.shown;
    const svg = this.view.svg?.();
    const name = `tenfold-${this.view.name}`;
    if (!item || !this.context) return toast("There is nothing to save yet. Write a digit first.");
    try {
      if (kind === "json") saveJson(numbersOf(this.context, item), "tenfold-numbers");
      else if (svg && kind === "svg") saveSvg(svg, name);
      else if (svg) await savePng(svg, name);
    } catch {
      toast("The picture could not be saved. Save it as SVG instead.");
    }
  }
}
