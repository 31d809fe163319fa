/** Distance to the nearest pixel of a kind, by OpenCV's chamfer masks (Borgefors 1986). */

/** Steps along a row, across a corner and, in the mask of 5x5, of a chess knight; in 1/65536 px. */
type Mask = { straight: number; diagonal: number; knight: number };

export const MASK_3: Mask = { straight: 62587, diagonal: 89738, knight: Infinity };
export const MASK_5: Mask = { straight: 65536, diagonal: 91750, knight: 143976 };
const UNIT = 65536;

/**
 * Measure how far each pixel is from the nearest one of value 0.
 *
 * @param mask (height, width), row by row.
 * @returns (height, width) in pixels; infinity where nothing is 0.
 */
export function distances(mask: Uint8Array, width: number, height: number, steps: Mask) {
  // Two pixels around: a path leads through the map alone.
  const wide = width + 4;
  const found = new Float64Array(wide * (height + 4)).fill(Infinity);
  for (let y = 0; y < height; y++) {
    const row = (y + 2) * wide + 2;
    for (let x = 0; x < width; x++) {
      found[row + x] = mask[y * width + x] ? nearest(found, row + x, wide, -1, steps) : 0;
    }
  }
  const distance = new Float32Array(width * height);
  for (let y = height - 1; y >= 0; y--) {
    const row = (y + 2) * wide + 2;
    for (let x = width - 1; x >= 0; x--) {
      const at = row + x;
      found[at] = Math.min(found[at], nearest(found, at, wide, 1, steps));
      distance[y * width + x] = found[at] / UNIT;
    }
  }
  return distance;
}

/** Least way over the neighbours passed already: those above (-1) or below (1). */
function nearest(found: Float64Array, at: number, wide: number, way: 1 | -1, steps: Mask): number {
  const { straight, diagonal, knight } = steps;
  const row = at + way * wide;
  let least = Math.min(found[row], found[at + way]) + straight;
  least = Math.min(least, Math.min(found[row - 1], found[row + 1]) + diagonal);
  if (knight === Infinity) return least;
  const far = row + way * wide;
  const beside = Math.min(found[row - 2], found[row + 2]);
  return Math.min(least, Math.min(beside, found[far - 1], found[far + 1]) + knight);
}
