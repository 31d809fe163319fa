/** What charts by uPlot share: colours and type of the page, and keeping to size and theme. */

import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export const FONT_PX = 12;
/** Room at the right for the names of lines. */
export const LABEL_PX = 132;
export const NARROW_LABEL_PX = 96;
/** Below this width a chart has the narrow names. */
export const NARROW_PX = 480;

/** Look tokens up by name, such as --accent, as they stand at an element. */
export function colourAt(place: HTMLElement): (name: string) => string {
  const style = getComputedStyle(place);
  return (name) => style.getPropertyValue(name).trim();
}

export function axisStyle(place: HTMLElement) {
  const colour = colourAt(place);
  const font = `${FONT_PX}px ${getComputedStyle(place).fontFamily}`;
  return {
    axis: { font, stroke: colour("--ink-3"), ticks: { show: false } },
    grid: { stroke: colour("--hairline"), width: 1 },
  };
}

/** Keep a chart as large as its element and in the page's theme; returns what takes it away. */
export function fitted(place: HTMLElement, make: () => uPlot): () => void {
  let chart = make();
  const redraw = (): void => {
    chart.destroy();
    chart = make();
  };
  const resized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = place;
    if (width && width !== chart.width) chart.setSize({ width, height });
  });
  const themed = new MutationObserver(redraw);
  const system = matchMedia("(prefers-color-scheme: dark)");
  resized.observe(place);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", redraw);
  return () => {
    resized.disconnect();
    themed.disconnect();
    system.removeEventListener("change", redraw);
    chart.destroy();
  };
}
