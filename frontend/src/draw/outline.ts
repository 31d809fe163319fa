/** The edge of what is inked on a picture, as the path of an SVG. */

/**
 * Trace the sides between pixels above and below a level.
 *
 * @param data - (height, width) row by row.
 * @returns the attribute `d` of a path; one pixel is one unit.
 */
export function outline(data: Float32Array, width: number, level = 0.5): string {
  const height = data.length / width;
  const isInk = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x]! > level;
  const parts: string[] = [];
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      if (isInk(x, y) !== isInk(x, y - 1)) parts.push(`M${x} ${y}h1`);
      if (isInk(x, y) !== isInk(x - 1, y)) parts.push(`M${x} ${y}v1`);
    }
  }
  return parts.join("");
}
