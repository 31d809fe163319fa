/** Numbers of a network by name and place: in the address, one after another, the loudest. */

import type { Unit } from "../../../arithmetic";
import type { Activations } from "../../../net";
import type { Chart } from "./blocks";

type Shapes = ReadonlyMap<string, readonly number[]>;

/** 'relu_3.5.10.6': the output, then map, row and column from 1 on. */
export const writeUnit = ({ output, channel, row, column }: Unit): string =>
  `${output}.${channel + 1}.${row + 1}.${column + 1}`;

/** Read what `writeUnit` wrote; null where these outputs have no such number. */
export function readUnit(text: string, shapes: Shapes): Unit | null {
  const found = /^(.+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (!found) return null;
  const [, output = ""] = found;
  const place = found.slice(2).map((part) => Number(part) - 1);
  const shape = shapes.get(output);
  const isThere = shape && place.every((at, axis) => at >= 0 && at < (shape[axis] ?? 1));
  const [channel = 0, row = 0, column = 0] = place;
  return isThere ? { output, channel, row, column } : null;
}

/** The number after one in its layer, or before it; the first after the last. */
export function nextUnit(unit: Unit, by: number, shapes: Shapes): Unit {
  const [count = 1, height = 1, width = 1] = shapes.get(unit.output) ?? [];
  const size = count * height * width;
  const at = ((unit.channel * height + unit.row) * width + unit.column + by + size) % size;
  const row = Math.floor(at / width) % height;
  return { ...unit, channel: Math.floor(at / (width * height)), row, column: at % width };
}

/** The loudest number of the first layer. */
export function loudest(chart: Chart, activations: Activations): Unit {
  const { output, width, height } = chart.stages[0]?.blocks[0] ?? chart.answer;
  const { data } = activations.get(output)!;
  const at = data.indexOf(data.reduce((most, value) => Math.max(most, value), -Infinity));
  const channel = Math.floor(at / (width * height));
  return { output, channel, row: Math.floor(at / width) % height, column: at % width };
}
