/** The question at a chapter's end: answered as often as one likes, told at once why. */

import { make, say } from "../../draw/dom";
import { order, type Question } from "./chapters";

export class Quiz {
  readonly element = make("fieldset", { class: "quiz" });
  private readonly told = make("p", { role: "status" });

  /** @param solved - is called when the right choice was made. */
  constructor({ text, choices, right, because }: Question, chapter: number, solved: () => void) {
    this.element.append(make("legend", {}, text));
    for (const choice of order(chapter, choices.length)) {
      const input = make("input", {
        type: "radio",
        name: `quiz-${chapter}`,
        value: String(choice),
      });
      input.addEventListener("change", () => {
        const isRight = choice === right;
        this.element.dataset["answer"] = isRight ? "right" : "wrong";
        say(this.told, isRight ? `Right. ${because}` : "Not so. Try the live picture, and again.");
        if (isRight) solved();
      });
      this.element.append(make("label", { class: "quiz-choice" }, input, choices[choice]!));
    }
    this.element.append(this.told);
  }
}
