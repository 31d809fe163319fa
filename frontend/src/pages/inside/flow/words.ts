/** The picture of the network in words, for who does not see it. */

import { fixed } from "../../../arithmetic";
import type { Activations } from "../../../net";
import { ranked } from "../../draw/items";
import { className, percent } from "../../draw/words";
import type { Shown } from "../view";
import type { Block, Chart } from "./blocks";

/** A line a layer, and the answer. */
export function chartWords(chart: Chart, { item }: Shown): string {
  if (!item) return "Nothing is drawn: every map is empty.";
  const blocks = chart.stages.flatMap((stage) => stage.blocks);
  const [first, second] = ranked(item.probabilities) as [number, number];
  const answer = `${className(first)} with ${percent(item.probabilities[first]!)}`;
  const next = `${className(second)} with ${percent(item.probabilities[second]!)}`;
  return [
    `The picture of 28 × 28 passes ${blocks.length + 1} layers, from left to right.`,
    ...blocks.map((block) => blockWords(block, item.activations)),
    `Answer: ${answer}, then ${next}.`,
  ].join("\n");
}

/** 'Strokes 1, 16 maps of 28 × 28 (kernels 3 × 3, then ReLU): 12 answer; the loudest is map 3...' */
function blockWords(block: Block, activations: Activations): string {
  const { output, count, height, width, title, note } = block;
  const { data } = activations.get(output)!;
  const size = height * width;
  const peaks = Array.from({ length: count }, (_, map) =>
    data.subarray(map * size, (map + 1) * size).reduce((most, v) => Math.max(most, v), -Infinity),
  );
  const loudest = peaks.indexOf(Math.max(...peaks));
  const [what, one] =
    size > 1 ? [`${count} maps of ${height} × ${width}`, "map"] : [`${count} units`, "unit"];
  const awake = peaks.filter((peak) => peak > 0).length;
  return `${title}, ${what} (${note}): ${awake} answer; the loudest is ${one} ${loudest + 1} with ${fixed(peaks[loudest]!, 2)}.`;
}
