/** Flow: One picture through the whole network. Pick any square to open its sum. */

import { make } from "../../draw/dom";
import type { View } from "../view";

export const flow: View = {
  name: "flow",
  title: "Flow",
  lead: "One picture through the whole network. Pick any square to open its sum.",
  mount(root) {
    root.append(make("p", { class: "quiet" }, "This view is being built."));
  },
  update() {},
};
