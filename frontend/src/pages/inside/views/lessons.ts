/** Lessons: Six short chapters, each with something to try. */

import { make } from "../../draw/dom";
import type { View } from "../view";

export const lessons: View = {
  name: "lessons",
  title: "Lessons",
  lead: "Six short chapters, each with something to try.",
  mount(root) {
    root.append(make("p", { class: "quiet" }, "This view is being built."));
  },
  update() {},
};
