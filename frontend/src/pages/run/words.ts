/** How numbers of a run are written. */

export const percent = (share: number, places = 1): string => `${(share * 100).toFixed(places)}%`;

/** A share at an axis: no places that say nothing. */
export const roundPercent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;

export const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** A loss in three figures; NaN, and what JSON has in its place, in words. */
export function loss(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "not a number";
  return value >= 100 ? value.toPrecision(3) : value.toFixed(3);
}

/** How long, in the two largest units: 45 s, 3 min 40 s, 1 h 5 min. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const [h, min] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  if (h) return min ? `${h} h ${min} min` : `${h} h`;
  return s % 60 ? `${min} min ${s % 60} s` : `${min} min`;
}

/** About how long: a guess is not written to the second. */
export function about(seconds: number): string {
  if (seconds < 5) return "a few seconds left";
  const step = seconds < 60 ? 5 : seconds < 600 ? 10 : 60;
  return `about ${duration(Math.round(seconds / step) * step)} left`;
}

export const bytes = (count: number): string =>
  count >= 1e9 ? `${(count / 1e9).toFixed(1)} GB` : `${whole(count / 1e6)} MB`;
