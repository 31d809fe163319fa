/** Points on two axes: what the map of digits is painted from. */

/** Where a point lies on a square canvas, in pixels; positions are in -1..1, y up. */
export function placeOf(
  positions: Float32Array,
  index: number,
  side: number,
  margin: number,
): [number, number] {
  const reach = side / 2 - margin;
  return [side / 2 + positions[2 * index]! * reach, side / 2 - positions[2 * index + 1]! * reach];
}

/** The point nearest to a pixel; -1 where none is within `reach` pixels. */
export function pointAt(
  positions: Float32Array,
  x: number,
  y: number,
  { side, margin, reach }: { side: number; margin: number; reach: number },
): number {
  let [best, least] = [-1, reach * reach];
  for (let i = 0; i < positions.length / 2; i++) {
    const [px, py] = placeOf(positions, i, side, margin);
    const away = (px - x) ** 2 + (py - y) ** 2;
    if (away <= least) [best, least] = [i, away];
  }
  return best;
}

export interface Points {
  positions: Float32Array;
  /** What is written on each: its digit is drawn in its colour. */
  labels: readonly number[];
  /** What the network says of each: where it is wrong the digit stands in a ring. */
  said: Uint8Array;
}

/** Paint each point as its digit; `colours` has one for each of the eleven classes. */
export function paintPoints(
  page: CanvasRenderingContext2D,
  { positions, labels, said }: Points,
  colours: readonly string[],
  { side, margin }: { side: number; margin: number },
): void {
  page.clearRect(0, 0, side, side);
  page.textAlign = "center";
  page.textBaseline = "middle";
  page.font = `600 ${Math.round(side / 36)}px system-ui, sans-serif`;
  labels.forEach((label, i) => {
    const [x, y] = placeOf(positions, i, side, margin);
    page.fillStyle = page.strokeStyle = colours[label]!;
    page.fillText(label < 10 ? String(label) : "×", x, y);
    if (said[i] === label) return;
    page.beginPath();
    page.arc(x, y, side / 48, 0, 2 * Math.PI);
    page.stroke();
  });
}
