/** Move places apart until each has room, as little as is needed, within two ends. */
export function apart(places: number[], room: number, low: number, high: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let least = low + room / 2;
  for (const i of order) least = (moved[i] = Math.max(moved[i]!, least)) + room;
  let most = high - room / 2;
  for (const i of order.reverse()) most = (moved[i] = Math.min(moved[i]!, most)) - room;
  return moved;
}
