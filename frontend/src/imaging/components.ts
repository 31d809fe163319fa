/** What hangs together on an ink map. */

import type { InkMap, Sides } from "./types";

/** A larger map is cut to its ink before it is searched for what hangs together. */
const CUT_SIZE_PX = 64 * 64;

/** Labels of a cut of the map: 0 where there is no ink, else the number of the piece. */
export interface Labels {
  data: Int32Array;
  /** Where on the map the cut lies; on all sides that the map allows it has a pixel to spare. */
  cut: Sides;
  width: number;
  height: number;
  /** One for each piece, the first of number 1. */
  pieces: Piece[];
}

export interface Piece {
  box: Sides;
  area_px: number;
}

/**
 * Label what hangs together, diagonal neighbours too; null on a blank map.
 *
 * Pieces are numbered as OpenCV's connectedComponents does, by their first block of 2x2 pixels.
 */
export function connected(ink: InkMap, threshold: number): Labels | null {
  const bounds = boundsOf(ink, threshold);
  if (!bounds) return null;
  const cut = {
    left: Math.max(bounds.left - 1, 0),
    top: Math.max(bounds.top - 1, 0),
    right: Math.min(bounds.right + 1, ink.width),
    bottom: Math.min(bounds.bottom + 1, ink.height),
  };
  const [width, height] = [cut.right - cut.left, cut.bottom - cut.top];
  const data = new Int32Array(width * height);
  const parents = label(ink, threshold, cut, data);
  const roots = parents.map((_, i) => find(parents, i));
  const pieces = measure(data, roots, cut, blocksFrom(ink, bounds));
  return { data, cut, width, height, pieces };
}

/** Sides of the smallest box around all ink above a threshold; null where there is none. */
export function boundsOf(ink: InkMap, threshold: number): Sides | null {
  const { data, width, height } = ink;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let x = 0;
    while (x < width && !(data[row + x] > threshold)) x++;
    if (x === width) continue;
    if (x < box.left) box.left = x;
    if (y < box.top) box.top = y;
    box.bottom = y + 1;
    x = width - 1;
    while (x >= box.right && !(data[row + x] > threshold)) x--;
    if (x >= box.right) box.right = x + 1;
  }
  return box.bottom ? box : null;
}

/** Label each pixel by its neighbours above and to the left; returns which labels are the same. */
function label(ink: InkMap, threshold: number, cut: Sides, labels: Int32Array): number[] {
  const width = cut.right - cut.left;
  const parents = [0];
  for (let y = cut.top; y < cut.bottom; y++) {
    for (let x = cut.left; x < cut.right; x++) {
      if (!(ink.data[y * ink.width + x] > threshold)) continue;
      const at = (y - cut.top) * width + x - cut.left;
      const above = y > cut.top ? labels[at - width] : 0;
      const left = x > cut.left ? labels[at - 1] : 0;
      const corner = y > cut.top && x > cut.left ? labels[at - width - 1] : 0;
      const other = y > cut.top && x + 1 < cut.right ? labels[at - width + 1] : 0;
      let own = above || left || corner;
      // What lies above touches all other neighbours, so that only the right corner may be new.
      if (!own) own = other || parents.push(parents.length) - 1;
      else if (!above && other) join(parents, own, other);
      labels[at] = own;
    }
  }
  return parents;
}

function find(parents: number[], label: number): number {
  let root = label;
  while (parents[root] !== root) root = parents[root];
  return root;
}

function join(parents: number[], a: number, b: number): void {
  const [first, second] = [find(parents, a), find(parents, b)];
  parents[Math.max(first, second)] = Math.min(first, second);
}

/** Where OpenCV's blocks begin: at the ink, where that is small on a map, else at the map. */
function blocksFrom(ink: InkMap, bounds: Sides): { x: number; y: number } {
  const size = ink.width * ink.height;
  const area = (bounds.right - bounds.left) * (bounds.bottom - bounds.top);
  const cuts = size > CUT_SIZE_PX && area < Math.floor(size / 2);
  return cuts ? { x: bounds.left, y: bounds.top } : { x: 0, y: 0 };
}

/** Give the pieces their numbers, in place, and measure them. */
function measure(
  labels: Int32Array,
  roots: number[],
  cut: Sides,
  blocks: { x: number; y: number },
): Piece[] {
  const found: (Block | undefined)[] = [];
  const width = cut.right - cut.left;
  for (let y = cut.top; y < cut.bottom; y++) {
    const row = (y - cut.top) * width - cut.left;
    for (let x = cut.left; x < cut.right; x++) {
      if (!labels[row + x]) continue;
      const root = roots[labels[row + x]];
      labels[row + x] = root;
      const place = ((y - blocks.y) >> 1) * 65536 + ((x - blocks.x) >> 1);
      const piece = found[root];
      if (piece) grow(piece, x, y, place);
      else found[root] = { root, place, area_px: 1, box: pixel(x, y) };
    }
  }
  const order = found.filter((piece) => piece !== undefined).sort((a, b) => a.place - b.place);
  const numbers = new Int32Array(roots.length);
  order.forEach(({ root }, place) => (numbers[root] = place + 1));
  for (let at = 0; at < labels.length; at++) if (labels[at]) labels[at] = numbers[labels[at]];
  return order.map(({ box, area_px }) => ({ box, area_px }));
}

/** A piece as it grows: the label of its root, and the place of its first block. */
interface Block extends Piece {
  root: number;
  place: number;
}

function pixel(x: number, y: number): Sides {
  return { left: x, top: y, right: x + 1, bottom: y + 1 };
}

function grow(piece: Block, x: number, y: number, place: number): void {
  const { box } = piece;
  piece.area_px++;
  if (x < box.left) box.left = x;
  if (x >= box.right) box.right = x + 1;
  if (y >= box.bottom) box.bottom = y + 1;
  if (place < piece.place) piece.place = place;
}
