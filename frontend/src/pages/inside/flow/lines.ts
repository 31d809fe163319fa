/** A chart and where its blocks lie -> the lines along which data flows. */

import type { Chart } from "./blocks";
import { across, around, down, type Edge } from "./edges";
import type { Plan, Spot } from "./layout";

/** @param hasThreads - whether the way to the answer is drawn as threads instead. */
export function linesOf(chart: Chart, plan: Plan, hasThreads: boolean): Edge[] {
  const blocks = chart.stages.flatMap((stage) => stage.blocks);
  const spots = new Map<string, Spot>([[chart.picture, plan.picture]]);
  plan.panels.flat().forEach((spot, i) => spots.set(blocks[i]!.output, spot));
  spots.set(chart.answer.output, plan.answer);
  const order = [chart.picture, ...blocks.map((block) => block.output), chart.answer.output];
  let lane = 0;
  const drawn = hasThreads ? blocks : [...blocks, chart.answer];
  return drawn.flatMap((block) =>
    block.inputs.flatMap((name): Edge[] => {
      // One below the other, the picture is followed by words, not by a line through them.
      if (!plan.isWide && name === chart.picture) return [];
      const [from, to] = [spots.get(name)!, spots.get(block.output)!];
      const isNext = order.indexOf(block.output) === order.indexOf(name) + 1;
      const isBeside = plan.isWide && from.x + from.width <= to.x;
      if (isBeside) return [across(from, to)];
      return [isNext ? down(from, to) : around(from, to, lane++ % 2)];
    }),
  );
}
