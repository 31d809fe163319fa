/** Distance to the nearest pixel of a kind, by OpenCV's chamfer masks (Borgefors 1986). */

/** Steps along a row, across a corner and, in the mask of 5x5, of a chess knight; in 1/65536 px. */
interface Mask {
  straight: number;
  diagonal: number;
  knight: number;
}

/** Further than any way on a map, and still no overflow when a step is added. */
const FAR = 0x3fffffff;
const UNIT = 65536;

export const MASK_3: Mask = { straight: 62587, diagonal: 89738, knight: FAR };
export const MASK_5: Mask = { straight: 65536, diagonal: 91750, knight: 143976 };

/**
 * Measure how far each pixel is from the nearest one of value 0.
 *
 * @param mask (height, width), row by row.
 * @returns (height, width) in pixels; infinity where nothing is 0.
 */
export function distances(mask: Uint8Array, width: number, height: number, steps: Mask) {
  // Two pixels around: a way leads through the map alone.
  const wide = width + 4;
  const found = new Int32Array(wide * (height + 4)).fill(FAR);
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
      if (!found[at]) continue;
      const below = nearest(found, at, wide, 1, steps);
      if (below < found[at]) found[at] = below;
      distance[y * width + x] = found[at] < FAR ? found[at] / UNIT : Infinity;
    }
  }
  return distance;
}

/** Least way over the neighbours passed already: those above (-1) or below (1). */
function nearest(found: Int32Array, at: number, wide: number, way: 1 | -1, steps: Mask): number {
  const row = at + way * wide;
  let least = Math.min(found[row], found[at + way]) + steps.straight;
  least = Math.min(least, Math.min(found[row - 1], found[row + 1]) + steps.diagonal);
  if (steps.knight < FAR) {
    const far = row + way * wide;
    const beside = Math.min(found[row - 2], found[row + 2]);
    const beyond = Math.min(found[far - 1], found[far + 1]);
    least = Math.min(least, Math.min(beside, beyond) + steps.knight);
  }
  return Math.min(least, FAR);
}
