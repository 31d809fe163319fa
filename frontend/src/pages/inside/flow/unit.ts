/** One number of the network -> all that is told of it: the sections of its block's layers. */

import {
  accountOf,
  origin,
  type Account,
  type Layers,
  type Part,
  type Unit,
} from "../../../arithmetic";
import { peakOf } from "../../../draw";
import type { Activations } from "../../../net";
import type { Block, Chart } from "./blocks";
import { blockWith } from "./blocks";
import { sectionsOf, softmaxSection, type Look, type Section, type Tint } from "./sections";

/** A number that is opened, and how far one has looked into it. */
export interface Opened {
  unit: Unit;
  part: number;
  /** How many products are made; Infinity for all. */
  step: number;
}

export interface Told {
  block: Block;
  sections: Section[];
  /** What enters its sum; [] where it has none. */
  parts: Part[];
  /** The part that is looked at. */
  part: number;
  noun: string;
  /** Whether what enters is the picture, which has no arithmetic of its own. */
  isOfPicture: boolean;
}

/** Tell all of an opened number; null where no block has it. */
export function told(
  chart: Chart,
  layers: Layers,
  activations: Activations,
  opened: Opened,
  temperature: number,
): Told | null {
  const block = blockWith(chart, opened.unit.output);
  if (!block) return null;
  let parts: Part[] = [];
  let [part, noun] = [0, "map"];
  const sections = block.layers.flatMap((layer, i) => {
    const account = accountOf(layers, activations, { ...opened.unit, output: layer.output });
    const found = partsOf(account);
    if (found.length) {
      parts = found;
      noun = nounOf(found);
      part = Math.min(Math.max(opened.part, 0), found.length - 1);
    }
    const isLast = i === block.layers.length - 1;
    const outcome = !isLast ? "Before ReLU" : block === chart.answer ? "Score" : "Output";
    const shades = shade(chart, activations, found);
    const source = found.length ? sourceOf(chart, found[part] ?? found[0]!) : "";
    const look = { part, step: opened.step, noun, outcome, source, ...shades };
    return sectionsOf(account, look);
  });
  if (block === chart.answer) {
    const logits = activations.get(origin(layers, block.output))!.data;
    sections.push(softmaxSection(logits, temperature, opened.unit.channel));
  }
  const isOfPicture = parts[0]?.source === chart.picture;
  return { block, sections, parts, part, noun, isOfPicture };
}

function partsOf(account: Account): Part[] {
  if ("parts" in account) return account.parts;
  return account.op === "MaxPool" ? [account.part] : [];
}

/** Maps are summed one by one; a large map, or the picture, in squares; units in groups. */
function nounOf(parts: readonly Part[]): string {
  if (parts[0]!.kind === "units") return "group";
  return new Set(parts.map((part) => part.channel)).size === parts.length ? "map" : "square";
}

function sourceOf(chart: Chart, { kind, source, channel, values }: Part): string {
  if (source === chart.picture) return "patch of the picture";
  const title = blockWith(chart, source)?.title ?? source;
  return kind === "units"
    ? `${values.length} of ${title}`
    : `patch of ${title}, map ${channel + 1}`;
}

/** What comes in has the colours that it has in its own layer. */
function shade(
  chart: Chart,
  activations: Activations,
  parts: readonly Part[],
): Pick<Look, "tint" | "peak"> {
  const source = parts[0]?.source;
  if (source === undefined || source === chart.picture) return { tint: "ink", peak: 1 };
  const { data, shape } = activations.get(source)!;
  const isSigned = blockWith(chart, source)?.isSigned ?? false;
  const tint: Tint = isSigned ? "signed" : "activation";
  return { tint, peak: peakOf({ data, count: shape[0]!, isSigned }) };
}
