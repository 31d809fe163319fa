/** Runs beside each other: the curves of all on one chart. */

import { Curves, type Line } from "../../charts/curves";
import { lossRange, shareRange } from "../../charts/ranges";
import { loss, percent, roundPercent } from "../run/words";

/** As the server writes it (web/runs/comparison.py). */
interface Curve {
  name: string;
  epochs: number[];
  accuracy: (number | null)[];
  loss: (number | null)[];
}

/** The classes' hues, those that differ most first; the keys in the table have the same. */
const HUES = [0, 2, 1, 4, 9, 6, 5, 7, 8, 3];
const NAME_LETTERS = 10;

const source = document.getElementById("curves");
if (source) {
  const curves = JSON.parse(source.textContent) as Curve[];
  draw("accuracy", curves, (curve) => curve.accuracy, {
    isAside: true,
    format: roundPercent,
    written: (value) => percent(value, 2),
    range: shareRange,
  });
  draw("loss", curves, (curve) => curve.loss, {
    isAside: true,
    format: (value) => String(Number(value.toFixed(2))),
    written: loss,
    range: lossRange,
  });
}

function draw(
  name: string,
  curves: readonly Curve[],
  values: (curve: Curve) => (number | null)[],
  options: ConstructorParameters<typeof Curves>[1],
): void {
  const place = document.querySelector<HTMLElement>(`[data-plot=${name}]`)!;
  const lines = curves.map((curve, at): Line => {
    const colour = `--digit-${HUES[at % HUES.length]}`;
    return { label: short(curve.name), colour, x: curve.epochs, y: values(curve) };
  });
  const last = Math.max(1, ...lines.flatMap((line) => line.x));
  new Curves(place, options, { lines, span: [0, last] });
}

/** A name that has room at the end of a line. */
function short(name: string): string {
  return name.length > NAME_LETTERS ? `${name.slice(0, NAME_LETTERS - 1)}…` : name;
}
