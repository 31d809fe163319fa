/** The layers of a network -> what the panel shows of them, from left to right. */

import type { Activations, Layer } from "../../net";

/** The maps, or (1 x 1) the units, that one layer puts out. */
export interface Panel {
  output: string;
  count: number;
  height: number;
  width: number;
}

/** Layers of one resolution. */
export interface Stage {
  kind: "maps" | "units";
  title: string;
  note: string;
  panels: Panel[];
}

/** Operators whose output is what a layer says; those before them are its arithmetic. */
const ENDS = new Set(["Relu", "MaxPool", "AveragePool", "GlobalAveragePool"]);
/** More units than these are too many to look at. */
const MOST_UNITS = 1024;

/**
 * Group the outputs of a network's layers by their resolution, in the order in which they run.
 *
 * @param activations - of any run: their shapes are what counts.
 */
export function stagesOf(layers: readonly Layer[], activations: Activations): Stage[] {
  const stages: Stage[] = [];
  let name = "";
  for (const layer of layers) {
    name = nameOf(layer) || name;
    const panel = ENDS.has(layer.op) ? panelOf(layer.output, activations) : null;
    if (panel) add(stages, panel, name);
  }
  return stages.map((stage) => ({ ...stage, note: noteOf(stage) }));
}

function panelOf(output: string, activations: Activations): Panel | null {
  const [count = 0, height = 1, width = 1] = activations.get(output)?.shape ?? [];
  const isTooLong = height * width === 1 && count > MOST_UNITS;
  return count > 0 && !isTooLong ? { output, count, height, width } : null;
}

function add(stages: Stage[], panel: Panel, name: string): void {
  const kind = panel.height * panel.width > 1 ? "maps" : "units";
  const last = stages.at(-1);
  const first = last?.panels[0];
  if (first && first.height === panel.height && first.width === panel.width) {
    last.panels.push(panel);
    return;
  }
  const title = kind === "units" ? "Summary" : name || `Maps ${stages.length + 1}`;
  stages.push({ kind, title, note: "", panels: [panel] });
}

/** Our own networks name their layers after what they look for: 'strokes.0.0.weight'. */
export function nameOf(layer: Layer): string {
  const weights = layer.op === "Conv" ? layer.parameters[0] : undefined;
  const word = /^([a-z]{4,})\./.exec(weights ?? "")?.[1] ?? "";
  const says = !["conv", "features", "layer", "layers", "block", "blocks", "model"].includes(word);
  return word && says ? word[0]!.toUpperCase() + word.slice(1) : "";
}

function noteOf({ kind, panels }: Stage): string {
  const { count, height, width } = panels[0]!;
  const layers = panels.length > 1 ? `${panels.length} layers of ` : "";
  if (kind === "units") return `${layers}${count} units`;
  return `${layers}${count} maps, ${height} × ${width}`;
}

/** Tiles in a row of a panel: broad and low for maps, square for units. */
export function columnsOf({ count, height }: Panel): number {
  if (height === 1) return Math.ceil(Math.sqrt(count));
  return height > 20 ? 8 : 16;
}
