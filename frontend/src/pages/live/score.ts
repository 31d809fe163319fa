/** The score of a match of people against the machine. */

export const ROUNDS = 10;

export interface Side {
  right: number;
  /** Milliseconds of all answers together. */
  total: number;
  answers: number;
}

export const NOTHING: Side = { right: 0, total: 0, answers: 0 };

export function scored(side: Side, isRight: boolean, milliseconds: number): Side {
  return {
    right: side.right + Number(isRight),
    total: side.total + milliseconds,
    answers: side.answers + 1,
  };
}

/** How long a picture is shown: shorter from round to round (0 is the first). */
export function flashMs(round: number): number {
  return Math.round(900 * 0.8 ** round);
}

/** How hard the picture is, 0 to 1. */
export function difficulty(round: number): number {
  return 0.45 + (0.55 * round) / (ROUNDS - 1);
}

/** Mean time of an answer, as people say it: 0.8 s, or 3 ms. */
export function pace({ total, answers }: Side): string {
  if (!answers) return "–";
  const mean = total / answers;
  return mean < 100 ? `${mean.toFixed(1)} ms` : `${(mean / 1000).toFixed(1)} s`;
}

/** Who won, in a sentence; the time decides nothing. */
export function verdict(you: Side, machine: Side): string {
  if (you.right > machine.right) return "You win.";
  return you.right < machine.right ? "The machine wins." : "A draw.";
}
