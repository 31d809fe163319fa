/** What a matrix of confusions says; rows are what was written, columns what was read. */

export const LABELS = [..."0123456789", "none"];
const SHADES = 8;

export interface Mixed {
  written: number;
  read: number;
  count: number;
  words: string;
}

export const total = (matrix: readonly number[][]): number =>
  matrix.reduce((sum, row) => sum + row.reduce((all, count) => all + count, 0), 0);

/** All that was mixed up, most first. */
export function mostMixed(matrix: readonly number[][]): Mixed[] {
  const found = matrix.flatMap((row, written) =>
    row.flatMap((count, read) =>
      count && read !== written
        ? [{ written, read, count, words: worded(written, read, count) }]
        : [],
    ),
  );
  return found.sort((a, b) => b.count - a.count);
}

/** What a cell says, in a sentence. */
export function worded(written: number, read: number, count: number): string {
  const n = count.toLocaleString("en");
  if (written === read) return `${LABELS[written]} read right: ${n}`;
  return `${LABELS[written]} read as ${LABELS[read]}: ${n}`;
}

/** By the square root: rare confusions stay to be seen beside frequent ones. */
export function shade(count: number, most: number): number {
  return count && most ? Math.max(1, Math.round(SHADES * Math.sqrt(count / most))) : 0;
}
