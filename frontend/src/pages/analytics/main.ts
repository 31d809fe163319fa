import { tellZone } from "../../page/zone";
import { drawCharts } from "./charts";
import { listenToMatrix } from "../../page/matrix";
import { keepFresh, refresh } from "./fresh";

const report = document.getElementById("report");

if (report) {
  const start = (): (() => void) => {
    listenToMatrix(report);
    return drawCharts(report);
  };
  let end = start();
  const again = (): void => {
    end();
    end = start();
  };
  keepFresh(report, again);
  if (tellZone()) void refresh(report, again);
}
