/** Forward and back through the network as a picture to save. */

import { peakOf } from "../../../draw";
import { cellsSvg, documentSvg, textSvg } from "../../../draw/cells";
import type { Lesson } from "../../../learn";
import type { Colours } from "../view";
import { LAYERS } from "./panels";

const SIDE = 168;

/** @param paint - the colours of ground, text and quiet text. */
export function learnSvg(
  lesson: Lesson,
  title: string,
  colours: Colours,
  paint: { paper: string; ink: string; quiet: string },
): string {
  const parts = LAYERS.map(({ title: name, note, columns: width }, i) => {
    const x = 24 + i * (SIDE + 32);
    const data = lesson.inputs[i]!;
    const slope = lesson.gradients[i]!.input;
    const ramp = i === 0 ? colours.ink : colours.activation;
    const peak = i === 0 ? 1 : peakOf({ data, count: data.length });
    const back = peakOf({ data: slope, count: 1, isSigned: true });
    return [
      textSvg(name, x, 76, { fill: paint.ink }),
      textSvg(note, x, 94, { size: 12, fill: paint.quiet }),
      cellsSvg({ data, width, x, y: 104, size: SIDE, ramp, peak }),
      textSvg("slope of the loss", x, 104 + SIDE + 22, { size: 12, fill: paint.quiet }),
      cellsSvg({
        ...{ data: slope, width, x, y: 104 + SIDE + 32, size: SIDE },
        ...{ ramp: colours.signed, peak: back, isSigned: true },
      }),
    ].join("");
  });
  const head = textSvg(title, 24, 36, { size: 16, fill: paint.ink });
  return documentSvg(48 + 3 * SIDE + 64, 2 * SIDE + 168, paint.paper, head + parts.join(""));
}
