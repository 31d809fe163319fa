/** Why: Which ink speaks for the answer, and which against it. */

import { make } from "../../draw/dom";
import type { View } from "../view";

export const why: View = {
  name: "why",
  title: "Why",
  lead: "Which ink speaks for the answer, and which against it.",
  mount(root) {
    root.append(make("p", { class: "quiet" }, "This view is being built."));
  },
  update() {},
};
