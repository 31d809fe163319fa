/** What would make it another digit: the least ink to add or to take. */

import { type InkMap, normalise } from "../imaging";
import type { Network } from "../net";
import { backward, pictureName } from "./backward";
import { propose } from "./propose";
import { difference, type Segment, shortened, withSegments } from "./segment";

/** A change of the drawing after which the network answers otherwise. */
export interface Change {
  /** In pixels of the ink map, in the order in which they are drawn. */
  segments: Segment[];
  /** Ink added and taken, as a share of all ink of the digit. */
  share: number;
  /** What the network then sees: (28 * 28). */
  picture: Float32Array;
}

/** How many strokes may be needed at most, and how many of each kind are tried for each. */
const MOST_STROKES = 4;
const TRIES = 20;
/** An eraser must be wider than the pen to leave no edge of a line. */
const ERASER = 1.6;
/** Steps by which what works is made smaller: [head, tail, width]. */
const TRIMS = [
  [0.2, 0, 1],
  [0, 0.2, 1],
  [0, 0, 0.85],
] as const;

interface Tried {
  segments: Segment[];
  /** How far the wanted score lies above all others; above 0 the answer is the wanted one. */
  margin: number;
  ink: number;
  picture: Float32Array;
}

/**
 * Find a small change after which the network answers `wanted`.
 *
 * Greedy: strokes and erasures are proposed by the gradient of the margin, each is drawn, normalised
 * and read again, and the best of them is built on until the answer changes; then it is trimmed as
 * far as the answer holds. What comes back was read; that nothing smaller exists is not proved.
 *
 * A generator, so that who calls can stop in between: it yields after each reading.
 *
 * @param ink - the digit's ink alone, with paper around it.
 * @param wanted - the class, 0..10.
 * @param penPx - width of the pen, in pixels of the map.
 * @param confirm - says whether the whole drawing, cut up anew, then reads as wanted; asked of what
 *   changes the answer before it is taken.
 * @returns null where four strokes are not enough, and without ink.
 */
export function* findChange(
  network: Network,
  ink: InkMap,
  wanted: number,
  penPx: number,
  confirm: (segments: readonly Segment[]) => boolean = () => true,
): Generator<void, Change | null> {
  const search = new Search(network, ink, wanted, confirm);
  let best: Tried = search.read([]);
  if (best.picture.every((value) => value === 0)) return null;
  for (let stroke = 0; stroke < MOST_STROKES && best.margin <= 0; stroke++) {
    const tried: Tried[] = [];
    for (const segment of search.proposals(best, penPx)) {
      tried.push(search.read([...best.segments, segment]));
      yield;
    }
    best = search.choose(tried) ?? best;
  }
  if (best.margin <= 0) return null;
  best = yield* trimmed(search, best);
  return { segments: best.segments, share: best.ink / search.total, picture: best.picture };
}

function* trimmed(search: Search, start: Tried): Generator<void, Tried> {
  let best = start;
  for (let place = 0; place < best.segments.length; place++) {
    for (const [head, tail, width] of TRIMS) {
      for (let isSmaller = true; isSmaller;) {
        const segments = best.segments.map((one, i) =>
          i === place ? { ...shortened(one, head, tail), width: one.width * width } : one,
        );
        const tried = search.read(segments);
        yield;
        isSmaller = tried.margin > 0 && tried.ink < 0.98 * best.ink && search.confirm(segments);
        if (isSmaller) best = tried;
      }
    }
  }
  return best;
}

class Search {
  readonly total: number;

  constructor(
    private readonly network: Network,
    private readonly ink: InkMap,
    private readonly wanted: number,
    readonly confirm: (segments: readonly Segment[]) => boolean,
  ) {
    this.total = ink.data.reduce((sum, value) => sum + value, 0);
  }

  /** Draw segments, and let the network read what is there then. */
  read(segments: Segment[]): Tried {
    const drawn = withSegments(this.ink, segments);
    const picture = normalise(drawn);
    const scores = this.network.logits(this.network.run(picture));
    const others = scores.filter((_, i) => i !== this.wanted);
    const margin = scores[this.wanted]! - Math.max(...others);
    return { segments, margin, ink: difference(this.ink, drawn), picture };
  }

  /** Of those that change the answer the one with the least ink, else the one that comes nearest. */
  choose(tried: readonly Tried[]): Tried | undefined {
    const done = tried.filter((one) => one.margin > 0).sort((a, b) => a.ink - b.ink);
    const found = done.find((one) => this.confirm(one.segments));
    if (found) return found;
    const rest = tried.filter((one) => one.margin <= 0);
    return rest.reduce<Tried | undefined>((a, b) => (a && a.margin >= b.margin ? a : b), undefined);
  }

  /** Segments that may bring the wanted answer nearer, in pixels of the ink map. */
  proposals({ segments, picture }: Tried, penPx: number): Segment[] {
    const run = this.network.run(picture);
    const scores = this.network.logits(run);
    const rival = scores.reduce(
      (best, score, i) => (i !== this.wanted && (best < 0 || score > scores[best]!) ? i : best),
      -1,
    );
    const seed = scores.map((_, i) => (i === this.wanted ? 1 : i === rival ? -1 : 0));
    const slope = backward(this.network.layers, seed, run).get(pictureName(run))!;
    const { scale, left, top } = placement(withSegments(this.ink, segments), picture);
    const widths = { ink: penPx / scale, erase: (penPx * ERASER) / scale };
    return propose(picture, slope, widths, TRIES).map(({ segment }) => ({
      ...segment,
      x1: left + segment.x1 * scale,
      y1: top + segment.y1 * scale,
      x2: left + segment.x2 * scale,
      y2: top + segment.y2 * scale,
      width: segment.width * scale,
    }));
  }
}

/** Where a picture came from: map = (left, top) + pixel of the picture * scale. */
export function placement(
  ink: InkMap,
  picture: Float32Array,
): { scale: number; left: number; top: number } {
  const [map, small] = [bounds(ink, 0.2), bounds({ data: picture, width: 28, height: 28 }, 1e-6)];
  const scale = Math.max(map.width, map.height) / 20;
  // The middle of a pixel stands for it: half a pixel of the picture is half a `scale` of the map.
  return {
    scale,
    left: map.x - small.x * scale + (scale - 1) / 2,
    top: map.y - small.y * scale + (scale - 1) / 2,
  };
}

function bounds({ data, width }: InkMap, share: number) {
  let peak = 0;
  for (const value of data) peak = Math.max(peak, value);
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  data.forEach((value, i) => {
    if (value <= share * peak) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
