import { followPresent } from "../../page/present";
import { BrowserReader } from "../../reading";
import { find } from "./dom";
import { ServerKeeper } from "./keeper";
import { keepOffline } from "./offline";
import { DrawPage } from "./page";
import { toast } from "./shell";

const root = find(document, "#draw");
const { model = "", card = "", keep = "", owner = "", worker = "", present = "" } = root.dataset;

const loading = BrowserReader.load(model, card);
const keeper = new ServerKeeper(keep, owner);
const page = new DrawPage(root, keeper);
performance.mark("tenfold:pad-ready");

loading.then(
  (reader) => {
    page.start(reader);
    performance.mark("tenfold:reader-ready");
    void keepOffline(worker);
  },
  () => page.fail(),
);
followPresent(present, model, (reader, name) => {
  page.start(reader);
  toast(`${name} reads now.`);
});

const choice = find<HTMLInputElement>(root, "[data-keep] input");
choice.checked = page.history.isOn;
choice.addEventListener("change", () => (page.history.isOn = choice.checked));
find(root, "[data-keep]").hidden = false;

const send = async (): Promise<void> => {
  const sent = await keeper.flush();
  if (sent > 0) toast(sent === 1 ? "One drawing was sent." : `${sent} drawings were sent.`);
};
addEventListener("online", () => void send());
void send();
