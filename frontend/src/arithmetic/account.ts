/** One number of a network -> the arithmetic that made it, from the run's own activations. */

import type { Activations, Layer, Tensor } from "../net";
import { filled, indexOf, mapPlaces, placesOf, type Place } from "./parts";
import type { Account, Layers, Part, Unit } from "./types";

export const layersByOutput = (layers: readonly Layer[]): Layers =>
  new Map(layers.map((layer) => [layer.output, layer]));

/** A number as the run has it. */
export function valueOf(activations: Activations, unit: Unit): number {
  const { data, shape } = tensor(activations, unit.output);
  return data[indexOf(unit, shape)]!;
}

/**
 * Account for one number.
 *
 * A Flatten computes nothing: what it hands on is accounted for as its input.
 *
 * @throws RangeError for the network's input, and for operators that it does not know.
 */
export function accountOf(layers: Layers, activations: Activations, unit: Unit): Account {
  const layer = layers.get(unit.output);
  switch (layer?.op) {
    case "Conv":
      return convolved(layer, activations, unit);
    case "Gemm":
      return weighed(layers, layer, activations, unit);
    case "GlobalAveragePool":
      return averaged(layer, activations, unit);
    case "MaxPool":
      return largest(layer, activations, unit);
    case "Relu": {
      const before = { ...unit, output: layer.inputs[0]! };
      const input = valueOf(activations, before);
      return { op: "Relu", before, input, value: Math.max(input, 0) };
    }
    case "Add": {
      const terms = layer.inputs.map((output) => {
        const term = { ...unit, output };
        return { unit: term, value: valueOf(activations, term) };
      });
      return { op: "Add", terms, value: terms.reduce((sum, { value }) => sum + value, 0) };
    }
    default:
      throw new RangeError(`'${unit.output}' is no operator's output that can be accounted for`);
  }
}

/** The output that a name stands for: a Flatten's is its input's. */
export function origin(layers: Layers, output: string): string {
  const layer = layers.get(output);
  return layer?.op === "Flatten" ? origin(layers, layer.inputs[0]!) : output;
}

/** Where on its input a kernel or window lies for one number of the output. */
export function windowOf(layer: Layer, unit: Unit): Omit<Place, "kind" | "source" | "channel"> {
  const numbers = (name: string, usual: number[]): number[] =>
    (layer.attributes[name] as number[] | undefined) ?? usual;
  const [top, left] = numbers("pads", [0, 0, 0, 0]) as [number, number];
  const [down, across] = numbers("strides", [1, 1]) as [number, number];
  const [rows, columns] = (layer.weights?.shape.slice(2) ?? numbers("kernel_shape", [1, 1])) as [
    number,
    number,
  ];
  return { row: unit.row * down - top, column: unit.column * across - left, rows, columns };
}

function convolved(layer: Layer, activations: Activations, unit: Unit): Account {
  const source = layer.inputs[0]!;
  const input = tensor(activations, source);
  const { data: weights, shape } = layer.weights!;
  const [, channels = 1, rows = 1, columns = 1] = shape;
  const size = rows * columns;
  const window = windowOf(layer, unit);
  const parts = Array.from({ length: channels }, (_, channel) => {
    const first = (unit.channel * channels + channel) * size;
    const place: Place = { kind: "map", source, channel, ...window };
    return filled(place, input, (_, cell) => weights[first + cell]!);
  });
  return summed("Conv", parts, layer.bias?.data[unit.channel] ?? 0);
}

function weighed(layers: Layers, layer: Layer, activations: Activations, unit: Unit): Account {
  const source = origin(layers, layer.inputs[0]!);
  const input = tensor(activations, source);
  const { transB = 0, alpha = 1, beta = 1 } = layer.attributes as Record<string, number>;
  const { data: weights, shape } = layer.weights!;
  const [along, across] = transB ? [1, shape[1]!] : [shape[1]!, 1];
  const weightOf = (index: number): number =>
    alpha * weights[unit.channel * across + index * along]!;
  const parts = placesOf(source, input.shape).map((place) => filled(place, input, weightOf));
  return summed("Gemm", parts, beta * (layer.bias?.data[unit.channel] ?? 0));
}

function summed(op: "Conv" | "Gemm", parts: Part[], bias: number): Account {
  return { op, parts, bias, value: parts.reduce((sum, part) => sum + part.sum, bias) };
}

function averaged(layer: Layer, activations: Activations, unit: Unit): Account {
  const source = layer.inputs[0]!;
  const input = tensor(activations, source);
  const [, height = 1, width = 1] = input.shape;
  const places = mapPlaces(source, unit.channel, height, width);
  const parts = places.map((place) => filled(place, input, () => 1));
  const count = height * width;
  const value = parts.reduce((sum, part) => sum + part.sum, 0) / count;
  return { op: "GlobalAveragePool", parts, count, value };
}

function largest(layer: Layer, activations: Activations, unit: Unit): Account {
  const source = layer.inputs[0]!;
  const input = tensor(activations, source);
  const [, height = 1, width = 1] = input.shape;
  const { row, column, rows, columns } = windowOf(layer, unit);
  // Behind the edge there is nothing, not 0, of which the largest could be taken.
  const [top, left] = [Math.max(row, 0), Math.max(column, 0)];
  const place: Place = {
    kind: "map",
    source,
    channel: unit.channel,
    row: top,
    column: left,
    rows: Math.min(row + rows, height) - top,
    columns: Math.min(column + columns, width) - left,
  };
  const part = filled(place, input, () => 1);
  const value = Math.max(...part.values);
  return { op: "MaxPool", part, largest: part.values.indexOf(value), value };
}

function tensor(activations: Activations, output: string): Tensor {
  const found = activations.get(output);
  if (!found) throw new RangeError(`the run has no '${output}'`);
  return found;
}
