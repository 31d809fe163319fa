/** Names of lines, each at its line's end, none on another. */

import type uPlot from "uplot";
import { apart } from "./apart";
import { colourAt, FONT_PX } from "./frame";

/** Where a line ends, in values of the chart, and what stands there. */
export interface End {
  x: number;
  y: number;
  /** Name of a token. */
  colour: string;
  words: string;
}

const LINE_PX = 16;

/**
 * Write them on the chart's canvas, after the lines are drawn.
 *
 * @param isAside - all stand at the chart's right edge, where lines that end early would cross them.
 */
export function writeEnds(u: uPlot, all: readonly End[], isAside = false): void {
  const ratio = devicePixelRatio;
  const colour = colourAt(u.root);
  const ends = all.map((end) => ({
    ...end,
    left: u.valToPos(end.x, "x", true),
    top: u.valToPos(end.y, "y", true),
  }));
  const { ctx, bbox } = u;
  const places = apart(
    ends.map((end) => end.top),
    LINE_PX * ratio,
    bbox.top,
    bbox.top + bbox.height,
  );
  ctx.save();
  ctx.font = `550 ${FONT_PX * ratio}px ${getComputedStyle(u.root).fontFamily}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ends.forEach(({ left, top, words, colour: name }, i) => {
    ctx.fillStyle = colour(name);
    ctx.beginPath();
    ctx.arc(left, top, 3 * ratio, 0, 2 * Math.PI);
    ctx.fill();
    const place = isAside ? bbox.left + bbox.width : left;
    ctx.fillText(words, place + 8 * ratio, places[i]!);
  });
  ctx.restore();
}
