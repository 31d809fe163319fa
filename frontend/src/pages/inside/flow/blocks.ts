/** A network's layers -> what the picture of it shows: blocks in stages, and what flows where. */

import { layersByOutput, origin } from "../../../arithmetic";
import type { Activations, Layer } from "../../../net";
import { nameOf } from "../../draw/stages";

/** Layers that are shown as one: an operator, and the Relu that follows it. */
export interface Block {
  /** The output that is shown: that of the last layer. */
  output: string;
  layers: Layer[];
  /** Outputs of the blocks, or the picture, that flow in. */
  inputs: string[];
  count: number;
  height: number;
  width: number;
  isSigned: boolean;
  title: string;
  note: string;
}

/** Blocks of one resolution; units are a stage each. */
export interface Stage {
  title: string;
  note: string;
  blocks: Block[];
}

export interface Chart {
  /** The name of the network's input. */
  picture: string;
  stages: Stage[];
  /** The block that gives the eleven scores. */
  answer: Block;
}

/**
 * Chart a network.
 *
 * @param activations - of any run: their names and shapes are what counts.
 */
export function chartOf(layers: readonly Layer[], activations: Activations): Chart {
  const [picture = ""] = activations.keys();
  const found = layersByOutput(layers);
  const blocks = joined(layers).map((group) => blockOf(group, activations));
  for (const block of blocks) {
    const names = block.layers[0]!.inputs.map((name) => origin(found, name));
    block.inputs = names.map((name) => blocks.find((one) => holds(one, name))?.output ?? name);
    block.isSigned = isSigned(block, blocks);
  }
  const answer = blocks.pop()!;
  answer.title = "Answer";
  return { picture, stages: staged(blocks), answer };
}

/** Each operator with the Relu that follows it, where nothing else reads what it puts out. */
function joined(layers: readonly Layer[]): Layer[][] {
  const groups: Layer[][] = [];
  for (const layer of layers) {
    const last = layer.inputs[0];
    const readers = layers.filter((one) => one.inputs.includes(last!));
    const before = groups.find((group) => group.at(-1)!.output === last);
    if (layer.op === "Relu" && readers.length === 1 && before?.length === 1) before.push(layer);
    else if (layer.op !== "Flatten") groups.push([layer]);
  }
  return groups;
}

/** The block that an output belongs to, as its own or on the way to it. */
export function blockWith(chart: Chart, output: string): Block | undefined {
  return [...chart.stages.flatMap((stage) => stage.blocks), chart.answer].find((block) =>
    holds(block, output),
  );
}

const holds = (block: Block, output: string): boolean =>
  block.layers.some((layer) => layer.output === output);

function blockOf(layers: Layer[], activations: Activations): Block {
  const { output } = layers.at(-1)!;
  const [count = 0, height = 1, width = 1] = activations.get(output)?.shape ?? [];
  const place = { count, height, width };
  return { output, layers, inputs: [], ...place, isSigned: false, title: "", note: noteOf(layers) };
}

function isSigned(block: Block, blocks: readonly Block[]): boolean {
  const { op } = block.layers.at(-1)!;
  if (op === "Relu") return false;
  if (op === "Conv" || op === "Gemm") return true;
  const before = blocks.filter((one) => block.inputs.includes(one.output));
  return before.some((one) => one.isSigned);
}

function staged(blocks: readonly Block[]): Stage[] {
  const stages: Stage[] = [];
  for (const block of blocks) {
    const first = stages.at(-1)?.blocks[0];
    const isSame = first && first.height === block.height && first.width === block.width;
    if (isSame && block.height * block.width > 1) stages.at(-1)!.blocks.push(block);
    else stages.push({ title: "", note: "", blocks: [block] });
  }
  name(stages);
  return stages;
}

/** Our own networks name their parts after what they look for: 'strokes.0.0.weight'. */
function name(stages: Stage[]): void {
  const areMaps = ({ blocks }: Stage): boolean => blocks[0]!.height * blocks[0]!.width > 1;
  const units = stages.filter((stage) => !areMaps(stage));
  const maps = stages.filter(areMaps);
  for (const stage of stages) {
    const { blocks } = stage;
    const word = blocks.map(({ layers }) => nameOf(layers[0]!)).find((found) => found);
    const [kind, among] = areMaps(stage) ? ["Maps", maps] : ["Units", units];
    const plain = among.length > 1 ? `${kind} ${among.indexOf(stage) + 1}` : kind;
    const isMean = blocks[0]!.layers[0]!.op === "GlobalAveragePool";
    stage.title = isMean ? "Summary" : (word ?? plain);
    stage.note = stageNote(stage);
    blocks.forEach((block, i) => {
      const part = plain === stage.title ? `${stage.title}, layer` : stage.title;
      block.title = blocks.length > 1 ? `${part} ${i + 1}` : stage.title;
    });
  }
}

function stageNote({ blocks }: Stage): string {
  const { count, height, width } = blocks[0]!;
  if (height * width === 1) return `${count} units`;
  const layers = blocks.length > 1 ? `${blocks.length} layers of ` : "";
  return `${layers}${count} maps, ${height} × ${width}`;
}

const DOES: Record<string, string> = {
  Add: "adds the shortcut",
  Gemm: "weighs all that came in",
  GlobalAveragePool: "mean of each map",
  MaxPool: "largest of each window",
};

function noteOf(layers: readonly Layer[]): string {
  const [{ op, weights }] = layers as [Layer];
  const kernels = `kernels ${weights?.shape.slice(2).join(" × ")}`;
  const does = op === "Conv" ? kernels : (DOES[op] ?? op);
  return layers.length > 1 ? `${does}, then ReLU` : does;
}
