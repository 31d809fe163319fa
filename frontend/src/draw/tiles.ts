/** Which value of tiled maps lies under a pixel, and where a value lies: see `paintMaps`. */

import type { Maps, Tiling } from "./maps";

type Form = Omit<Maps, "data">;

/** A value's place among the maps. */
export interface Place {
  map: number;
  row: number;
  column: number;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The value at pixel (x, y) of the picture; null in a gap and beyond the last map. */
export function placeAt(form: Form, { columns, zoom, gap }: Tiling, x: number, y: number) {
  const [across, high] = [form.width * zoom + gap, form.height * zoom + gap];
  const [tileX, tileY] = [Math.floor(x / across), Math.floor(y / high)];
  const column = Math.floor((x - tileX * across) / zoom);
  const row = Math.floor((y - tileY * high) / zoom);
  const map = tileY * columns + tileX;
  const isInside = tileX >= 0 && tileX < columns && map >= 0 && map < form.count;
  const isOnTile = row >= 0 && column >= 0 && row < form.height && column < form.width;
  return isInside && isOnTile ? { map, row, column } : null;
}

/** The pixels of some values of a map, `rows` x `columns` of them: of all without a place in it. */
export function rectOf(
  form: Form,
  { columns, zoom, gap }: Tiling,
  map: number,
  part?: { row: number; column: number; rows?: number; columns?: number },
): Rect {
  const left = (map % columns) * (form.width * zoom + gap);
  const top = Math.floor(map / columns) * (form.height * zoom + gap);
  const { row, column } = part ?? { row: 0, column: 0 };
  const [rows, wide] = part ? [part.rows ?? 1, part.columns ?? 1] : [form.height, form.width];
  return {
    x: left + column * zoom,
    y: top + row * zoom,
    width: wide * zoom,
    height: rows * zoom,
  };
}

/** The value beside another, across the tiles' edges; itself where there is none. */
export function stepped(form: Form, columns: number, from: Place, dx: number, dy: number): Place {
  const x = (from.map % columns) * form.width + from.column + dx;
  const y = Math.floor(from.map / columns) * form.height + from.row + dy;
  const [tileX, tileY] = [Math.floor(x / form.width), Math.floor(y / form.height)];
  const map = tileY * columns + tileX;
  if (x < 0 || y < 0 || tileX >= columns || map >= form.count) return from;
  return { map, row: y - tileY * form.height, column: x - tileX * form.width };
}
