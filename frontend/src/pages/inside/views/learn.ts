/** Learn: One step of training on your own digit. */

import { make } from "../../draw/dom";
import type { View } from "../view";

export const learn: View = {
  name: "learn",
  title: "Learn",
  lead: "One step of training on your own digit.",
  mount(root) {
    root.append(make("p", { class: "quiet" }, "This view is being built."));
  },
  update() {},
};
