/** The draw page as one file: the model stands in the page, and nothing is asked of the network. */

import { Network, parseModel } from "../../net";
import { BrowserReader, type ModelCard } from "../../reading";
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
  page.start(new BrowserReader(new Network(parseModel(bytes.buffer)), card));
} catch {
  page.fail();
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
