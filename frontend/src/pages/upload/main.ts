/** The upload page. */

import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("upload")!;
const { root, formats, days, batch, files, bytes, picture, part } = target.dataset as Record<
  string,
  string
>;
const recent = document.getElementById("recent");

/** The address names the batch, so that a reload shows it again. */
function showing(id: number | null): void {
  const path = id === null ? root! : `${root}/${id}`;
  if (location.pathname !== path) history.replaceState(null, "", path);
  if (recent) recent.hidden = id !== null;
}

target.replaceChildren();
mount(App, {
  target,
  props: {
    root: root!,
    formats: formats!,
    days: Number(days),
    first: batch ? Number(batch) : null,
    limits: {
      files: Number(files),
      bytes: Number(bytes),
      picture: Number(picture),
      part: Number(part),
    },
    showing,
  },
});
