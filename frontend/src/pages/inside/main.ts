import { BrowserReader } from "../../reading";
import { find } from "../draw/dom";
import { keepOffline } from "../draw/offline";
import { InsidePage } from "./page";
import { VIEWS } from "./views";

const root = find(document, "#inside");
const { model = "", card = "", worker = "" } = root.dataset;

const page = new InsidePage(root, VIEWS);
BrowserReader.load(model, card).then(
  (reader) => {
    page.start(reader);
    performance.mark("tenfold:reader-ready");
    void keepOffline(worker);
  },
  (error: Error) => page.fail(error.message),
);
