/**
 * The draw page and the inside page as one file: the model stands in it, and nothing is asked of
 * the network. Which of the two is shown stands in the address.
 */

import { Network, parseModel } from "../../net";
import { BrowserReader, type ModelCard } from "../../reading";
import { InsidePage } from "../inside/page";
import { parseHash } from "../inside/state";
import { VIEWS } from "../inside/views";
import { find, say } from "./dom";
import { FileKeeper } from "./file-keeper";
import { DrawPage } from "./page";

const root = find(document, "#draw");
const download = find<HTMLButtonElement>(root, "[data-download]");

const keeper = new FileKeeper((count) => {
  download.hidden = count === 0;
  say(download, count === 1 ? "Download the correction" : `Download ${count} corrections`);
});
download.addEventListener("click", () => void save());

const page = new DrawPage(root, keeper);
try {
  const bytes = Uint8Array.from(atob(textOf("model")), (letter) => letter.charCodeAt(0));
  const card = JSON.parse(textOf("card")) as ModelCard;
  const reader = new BrowserReader(new Network(parseModel(bytes.buffer)), card);
  page.start(reader);
  showWhatIsAsked(reader);
} catch {
  page.fail();
}

function showWhatIsAsked(reader: BrowserReader): void {
  const rooms = { draw: find(document, "#page-draw"), inside: find(document, "#inside") };
  let inside: InsidePage | null = null;
  const show = (): void => {
    const asked = "view" in parseHash(location.hash) ? "inside" : "draw";
    for (const [name, room] of Object.entries(rooms)) room.hidden = name !== asked;
    for (const link of document.querySelectorAll<HTMLElement>("[data-go]")) {
      if (link.dataset["go"] === asked) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (asked === "draw" || inside) return;
    inside = new InsidePage(rooms.inside, VIEWS);
    inside.start(reader);
  };
  addEventListener("hashchange", show);
  show();
}

function textOf(id: string): string {
  return find(document, `#${id}`).textContent.trim();
}

async function save(): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await keeper.download());
  link.download = "tenfold-corrections.zip";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
