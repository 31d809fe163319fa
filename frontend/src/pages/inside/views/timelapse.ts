/** Time-lapse: A network taking shape, epoch by epoch. */

import { make } from "../../draw/dom";
import type { View } from "../view";

export const timelapse: View = {
  name: "timelapse",
  title: "Time-lapse",
  lead: "A network taking shape, epoch by epoch.",
  mount(root) {
    root.append(make("p", { class: "quiet" }, "This view is being built."));
  },
  update() {},
};
