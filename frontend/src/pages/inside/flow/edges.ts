/** Lines along which data flows: spots -> paths of SVG. */

import type { Spot } from "./layout";

export interface Edge {
  path: string;
  /** Where a shortcut is added: a small plus stands there. */
  plus: { x: number; y: number } | null;
}

const n = (value: number): string => String(Math.round(value * 10) / 10);

/** From the right of one column to the left of the next. */
export function across(from: Spot, to: Spot): Edge {
  const [x1, y1] = [from.x + from.width + 3, from.y + from.height / 2];
  const [x2, y2] = [to.x - 3, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  const curve = `C${n(middle)} ${n(y1)} ${n(middle)} ${n(y2)} ${n(x2)} ${n(y2)}`;
  return { path: `M${n(x1)} ${n(y1)}${curve}`, plus: null };
}

/** Straight down, to the layer below. */
export function down(from: Spot, to: Spot): Edge {
  const x = from.x + Math.min(from.width, to.width) / 2;
  return { path: `M${n(x)} ${n(from.y + from.height + 1)}V${n(to.y - 1)}`, plus: null };
}

/** Past the layers between, along their left side; `lane` keeps shortcuts apart. */
export function around(from: Spot, to: Spot, lane = 0): Edge {
  const [y1, y2] = [from.y + from.height - 4, to.y + 7];
  const x = Math.min(from.x, to.x);
  const out = x - 9 - 4 * lane;
  const path = `M${n(from.x - 2)} ${n(y1)}Q${n(out)} ${n(y1)} ${n(out)} ${n(y1 + 6)}V${n(y2 - 6)}Q${n(out)} ${n(y2)} ${n(to.x - 2)} ${n(y2)}`;
  return { path, plus: { x: out, y: (y1 + y2) / 2 } };
}
