import { tellZone } from "../../page/zone";
import { Checking } from "./checking";
import { Deleting } from "./deleting";
import { listenToFilter } from "./filter";
import { listenToKeys } from "./keys";
import { List } from "./list";
import { watchForNewer } from "./newer";
import { Panel } from "./panel";

const panel = new Panel(document.getElementById("panel"));
const list = document.getElementById("history") ? new List(panel) : null;
const checking = new Checking(panel, list);
const deleting = new Deleting(list);

if (list) {
  listenToFilter(list);
  listenToKeys(list, checking, deleting);
  watchForNewer(list);
  list.start();
}
if (tellZone()) void list?.reload();
