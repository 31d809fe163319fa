/** Connected ink: what hangs together on an ink map, less specks and frames. */

import { connected, type Labels, type Piece } from "./components";
import { distances, MASK_3, MASK_5 } from "./distance";
import { round } from "./numbers";
import type { InkMap, Sides } from "./types";

/** Fainter ink joins no strokes. */
const SEEN = 0.2;
/** A mark with less ink than this share of the largest is dust. */
const SPECK = 0.004;
/** What lies within this share of the page's border, and runs along it, is no digit. */
const FRAME = 0.05;
/** A smaller picture shows one digit cut out, no page with rules. */
const PAGE_PX = 48;
/** The edge of the paper may lie this share of a photo within it. */
const EDGE = 0.12;

/** A connected piece of ink, and its number among the labels. */
export interface Mark extends Piece {
  number: number;
}

export interface Marks {
  ink: InkMap;
  labels: Labels;
  marks: Mark[];
  /** Width of the usual stroke. */
  stroke_px: number;
}

/** Find what hangs together, less specks and frames; null where nothing does. */
export function findMarks(ink: InkMap): Marks | null {
  const labels = connected(ink, SEEN);
  if (!labels) return null;
  const all = labels.pieces.map((piece, i) => ({ ...piece, number: i + 1 }));
  const isLone = all.length === 1 && Math.min(ink.width, ink.height) < PAGE_PX;
  const marks = isLone ? all : kept(all, labels, ink);
  if (!marks.length) return null;
  return { ink, labels, marks, stroke_px: marks.length === 1 ? 1 : strokeWidth(labels) };
}

/** Pixels of paper between two marks; infinity when that is clearly over the reach. */
export function distanceBetween({ labels }: Marks, a: Mark, b: Mark, reach_px: number): number {
  const margin = Math.trunc(reach_px) + 2;
  const { cut } = labels;
  const left = Math.max(a.box.left - margin, b.box.left - margin, cut.left);
  const top = Math.max(a.box.top - margin, b.box.top - margin, cut.top);
  const right = Math.min(a.box.right + margin, b.box.right + margin, cut.right);
  const bottom = Math.min(a.box.bottom + margin, b.box.bottom + margin, cut.bottom);
  if (right <= left || bottom <= top) return Infinity;
  const [width, height] = [right - left, bottom - top];
  const away = new Uint8Array(width * height);
  const other: number[] = [];
  for (let y = 0; y < height; y++) {
    const row = (y + top - cut.top) * labels.width + left - cut.left;
    for (let x = 0; x < width; x++) {
      const label = labels.data[row + x];
      if (label !== a.number) away[y * width + x] = 1;
      if (label === b.number) other.push(y * width + x);
    }
  }
  const distance = distances(away, width, height, MASK_5);
  return other.reduce((least, at) => Math.min(least, distance[at]), Infinity) - 1;
}

/** What is neither a speck nor a frame. */
function kept(all: Mark[], labels: Labels, ink: InkMap): Mark[] {
  const frames = framesOf(all, labels, ink);
  const good = all.filter((mark) => !frames.has(mark.number) && !isCrossing(mark, ink));
  const largest = Math.max(0, ...good.map((mark) => mark.area_px));
  return good.filter((mark) => mark.area_px >= Math.max(2, SPECK * largest));
}

/** Numbers of the marks that run along the page's border and hardly leave it. */
function framesOf(all: Mark[], labels: Labels, { width, height }: InkMap): Set<number> {
  const edge_px = round(FRAME * Math.max(height, width));
  if (edge_px < 1 || Math.min(height, width) <= 3 * edge_px) return new Set();
  const touching = all.filter(
    ({ box }) => !box.left || !box.top || box.right === width || box.bottom === height,
  );
  if (!touching.length) return new Set();
  const inside = new Int32Array(all.length + 1);
  const { cut } = labels;
  for (let y = Math.max(edge_px, cut.top); y < Math.min(height - edge_px, cut.bottom); y++) {
    const row = (y - cut.top) * labels.width - cut.left;
    for (let x = Math.max(edge_px, cut.left); x < Math.min(width - edge_px, cut.right); x++) {
      inside[labels.data[row + x]]++;
    }
  }
  const frames = touching.filter((mark) => inside[mark.number] < 0.2 * mark.area_px);
  return new Set(frames.map((mark) => mark.number));
}

/**
 * Whether a mark is a thin line from border to border, or along one: a rule or an edge of paper.
 *
 * A 1 that fills a picture cut out around it is thicker, against the picture, than they are.
 */
function isCrossing({ box, area_px }: Mark, { width, height }: InkMap): boolean {
  if (Math.min(width, height) < PAGE_PX) return false;
  const tall: Span = [box.top, box.bottom, height];
  const wide: Span = [box.left, box.right, width];
  return crosses(tall, wide, area_px) || crosses(wide, tall, area_px);
}

/** First, first after the last, and the side of the page. */
type Span = [number, number, number];

function crosses([first, last, long]: Span, [near, far, short]: Span, area_px: number): boolean {
  const [thickness, side] = [area_px / Math.max(1, last - first), Math.max(long, short)];
  const slack = Math.max(1, round(0.012 * long));
  if (first <= slack && last >= long - slack && thickness < 0.035 * side) return true;
  const beside = far < EDGE * short || near > (1 - EDGE) * short;
  return beside && last - first > 0.75 * long && thickness < 0.02 * side;
}

/** Width of the usual stroke: four times the mean distance of ink to paper. */
function strokeWidth(labels: Labels): number {
  const mask = new Uint8Array(labels.data.length);
  for (let i = 0; i < mask.length; i++) if (labels.data[i]) mask[i] = 1;
  const away = distances(mask, labels.width, labels.height, MASK_3);
  let [sum, count] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    sum += away[i];
    count += mask[i];
  }
  return Math.max(1, (4 * sum) / count - 1);
}

/** Sides of the smallest box around some marks. */
export function around(marks: Mark[]): Sides {
  return {
    left: Math.min(...marks.map((mark) => mark.box.left)),
    top: Math.min(...marks.map((mark) => mark.box.top)),
    right: Math.max(...marks.map((mark) => mark.box.right)),
    bottom: Math.max(...marks.map((mark) => mark.box.bottom)),
  };
}

export function heightOf(box: Sides): number {
  return box.bottom - box.top;
}
