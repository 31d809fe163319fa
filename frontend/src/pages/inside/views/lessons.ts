/** Lessons: six short chapters, each a few sentences beside a live thing, and a question. */

import { make, remember, remembered, say } from "../../draw/dom";
import type { Item } from "../../draw/items";
import { Answer } from "../lessons/answer";
import { CHAPTERS } from "../lessons/chapters";
import { Kernel } from "../lessons/kernel";
import { Layers } from "../lessons/layers";
import { Learning } from "../lessons/learning";
import type { Live } from "../lessons/live";
import { Pixels } from "../lessons/pixels";
import { Quiz } from "../lessons/quiz";
import { Wrong } from "../lessons/wrong";
import { type Context, type Mounted, type Shown, type State, viewOf } from "../view";

const LIVE = [Pixels, Kernel, Layers, Answer, Learning, Wrong] as const;
const KEY = "lessons-done";

class Lessons implements Mounted {
  readonly element = make("div", { class: "lessons-grid" });
  private readonly list = make("ol", { class: "lesson-list" });
  private readonly buttons: HTMLButtonElement[];
  private readonly page = make("article", { class: "card lesson" });
  private readonly live = new Map<number, Live>();
  private readonly done: Set<number>;
  private chapter = -1;
  private item: Item | undefined;

  constructor(private readonly context: Context) {
    this.done = new Set((remembered(KEY) ?? "").split(",").filter(Boolean).map(Number));
    this.buttons = CHAPTERS.map(({ title }, i) => {
      const name = make("span", {}, `${i + 1}. ${title}`);
      const button = make("button", { type: "button", class: "lesson-link" }, name, make("span"));
      button.addEventListener("click", () => this.open(i));
      this.list.append(make("li", {}, button));
      return button;
    });
    const nav = make("nav", { "aria-label": "Chapters" }, this.list);
    this.element.append(nav, this.page);
  }

  update({ item, isDrawing }: Shown): void {
    this.item = item;
    if (this.chapter < 0) this.open(0);
    if (item && !isDrawing) this.live.get(this.chapter)?.show(item);
  }

  recolour(): void {
    if (this.item) this.live.get(this.chapter)?.show(this.item);
  }

  state(): State {
    return { chapter: this.chapter > 0 ? String(this.chapter + 1) : "" };
  }

  restore({ chapter = "" }: State): void {
    this.open(/^[1-6]$/.test(chapter) ? Number(chapter) - 1 : Math.max(this.chapter, 0));
  }

  close(): void {
    this.live.get(this.chapter)?.stop?.();
  }

  words(): string {
    const { title } = CHAPTERS[Math.max(this.chapter, 0)]!;
    const words = this.item ? (this.live.get(this.chapter)?.words() ?? "") : "Nothing is drawn.";
    return `Lesson ${this.chapter + 1} of ${CHAPTERS.length}: ${title}.\n${words}`;
  }

  private open(chapter: number, isFocused = false): void {
    if (chapter === this.chapter) return;
    this.close();
    this.chapter = chapter;
    const { title, text, question } = CHAPTERS[chapter]!;
    if (!this.live.has(chapter)) this.live.set(chapter, new LIVE[chapter]!(this.context));
    const live = this.live.get(chapter)!;
    const heading = make("h2", { tabindex: "-1" }, `${chapter + 1}. ${title}`);
    const quiz = new Quiz(question, chapter, () => this.solved(chapter));
    this.page.replaceChildren(
      heading,
      make(
        "div",
        { class: "lesson-text" },
        ...text.map((words) => make("p", {}, words)),
        quiz.element,
      ),
      make("div", { class: "lesson-live" }, live.element),
      this.steps(),
    );
    this.mark();
    if (this.item) live.show(this.item);
    if (isFocused) heading.focus();
    this.context.changed();
  }

  private steps(): HTMLElement {
    const row = make("div", { class: "row lesson-steps" });
    const step = (text: string, to: number, kind: string): void => {
      const button = make("button", { type: "button", class: `button ${kind}` }, text);
      button.addEventListener("click", () => this.open(to, true));
      row.append(button);
    };
    if (this.chapter > 0) step("Back", this.chapter - 1, "");
    const next = CHAPTERS[this.chapter + 1];
    if (next) step(`Next: ${next.title}`, this.chapter + 1, "button-primary");
    return row;
  }

  private solved(chapter: number): void {
    this.done.add(chapter + 1);
    remember(KEY, [...this.done].join(","));
    this.mark();
  }

  private mark(): void {
    this.buttons.forEach((button, i) => {
      if (i === this.chapter) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      say(button.lastElementChild!, this.done.has(i + 1) ? "done" : "");
    });
  }
}

export const lessons = viewOf(
  {
    name: "lessons",
    title: "Lessons",
    lead: "Six short chapters, each with something to try.",
  },
  (context) => new Lessons(context),
  false,
);
