/** Cuts what enters a sum into rectangles of at most 8 x 8: as many as can be looked at. */

import type { Tensor } from "../net";
import type { Part, Unit } from "./types";

const MOST = 8;

/** Where a part lies; its numbers are filled in by `filled`. */
export type Place = Omit<Part, "values" | "weights" | "products" | "sum">;

/** Places that cover all of a tensor: its maps, cut where they are large, or its units. */
export function placesOf(source: string, shape: readonly number[]): Place[] {
  const [channels = 1, height = 1, width = 1] = shape;
  if (height * width === 1) return unitPlaces(source, channels);
  return Array.from({ length: channels }, (_, i) => mapPlaces(source, i, height, width)).flat();
}

/** Places that cover one map. */
export function mapPlaces(source: string, channel: number, height: number, width: number): Place[] {
  const across = cut(width);
  return cut(height).flatMap(([row, rows]) =>
    across.map(([column, columns]): Place => {
      return { kind: "map", source, channel, row, column, rows, columns };
    }),
  );
}

function unitPlaces(source: string, count: number): Place[] {
  const size = MOST * MOST;
  return Array.from({ length: Math.ceil(count / size) }, (_, i): Place => {
    const rows = Math.ceil(Math.min(size, count - i * size) / MOST);
    const columns = Math.min(MOST, count);
    return { kind: "units", source, channel: i * size, row: 0, column: 0, rows, columns };
  });
}

/** A side in pieces of the same length where there is one from 5 to 8: 28 is 4 times 7. */
function cut(side: number): [number, number][] {
  const even = [8, 7, 6, 5].find((length) => side % length === 0);
  const length = side <= MOST ? side : (even ?? MOST);
  return Array.from({ length: Math.ceil(side / length) }, (_, i) => {
    return [i * length, Math.min(length, side - i * length)];
  });
}

/** The number of the source that stands at a place's cell; null behind the edge of a map. */
export function unitAt(place: Place, cell: number, shape: readonly number[]): Unit | null {
  const [channels = 1, height = 1, width = 1] = shape;
  const { source: output, channel } = place;
  if (place.kind === "units") {
    const unit = { output, channel: channel + cell, row: 0, column: 0 };
    return unit.channel < channels ? unit : null;
  }
  const row = place.row + Math.floor(cell / place.columns);
  const column = place.column + (cell % place.columns);
  const isInside = row >= 0 && column >= 0 && row < height && column < width;
  return isInside ? { output, channel, row, column } : null;
}

/** Where a number stands in its tensor's data. */
export function indexOf(unit: Unit, shape: readonly number[]): number {
  const [, height = 1, width = 1] = shape;
  return (unit.channel * height + unit.row) * width + unit.column;
}

/**
 * Fill a place with the numbers of a tensor and their weights.
 *
 * @param weightOf - the weight of a number by its place in the tensor's data and its cell.
 */
export function filled(
  place: Place,
  { data, shape }: Tensor,
  weightOf: (index: number, cell: number) => number,
): Part {
  const cells = place.rows * place.columns;
  const part: Part = { ...place, values: [], weights: [], products: [], sum: 0 };
  for (let cell = 0; cell < cells; cell++) {
    const unit = unitAt(place, cell, shape);
    if (!unit && place.kind === "units") break;
    const index = unit ? indexOf(unit, shape) : -1;
    const value = unit ? data[index]! : 0;
    const weight = weightOf(index, cell);
    part.values.push(value);
    part.weights.push(weight);
    part.products.push(value * weight);
    part.sum += value * weight;
  }
  return part;
}
