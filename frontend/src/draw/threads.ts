/** Threads from many points to one: how much each adds there, or takes away. */

/**
 * Draw a curve from each point, as thick as its amount is large against the largest; what is less
 * than a twentieth of it is left out.
 *
 * @param amounts - one a point; what is below 0 is drawn in the second colour.
 */
export function drawThreads(
  context: CanvasRenderingContext2D,
  from: readonly (readonly [number, number])[],
  [x, y]: readonly [number, number],
  amounts: readonly number[],
  [adds, takes]: readonly [string, string],
): void {
  const most = Math.max(...amounts.map(Math.abs));
  from.forEach(([fromX, fromY], i) => {
    const share = most > 0 ? amounts[i]! / most : 0;
    if (Math.abs(share) < 0.05) return;
    const middle = (fromX + x) / 2;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.bezierCurveTo(middle, fromY, middle, y, x, y);
    context.lineWidth = 0.5 + 2.5 * Math.abs(share);
    context.strokeStyle = share > 0 ? adds : takes;
    context.stroke();
  });
}
