/** The split of a score as a picture to save. */

import { cellsSvg, documentSvg, textSvg } from "../../../draw/cells";
import { outline } from "../../../draw/outline";
import { peakOf } from "../../../draw";
import type { Attribution } from "../../../explain";
import { className } from "../../draw/words";
import type { Colours } from "../view";
import { signed } from "./split";
import { sumOf } from "./sum";

const SIDE = 448;

/** @param paint - the colours of ground, text and quiet text. */
export function splitSvg(
  split: Attribution,
  picture: Float32Array,
  colours: Colours,
  paint: { paper: string; ink: string; quiet: string },
): string {
  const { pixels, of } = split;
  const peak = peakOf({ data: pixels, count: 1, isSigned: true });
  const map = cellsSvg({
    ...{ data: pixels, width: 28, x: 24, y: 56, size: SIDE },
    ...{ ramp: colours.signed, peak, isSigned: true },
  });
  const edge = `<path d="${outline(picture, 28)}" transform="translate(24 56) scale(${SIDE / 28})" stroke="${paint.quiet}" stroke-width="0.08" fill="none"/>`;
  const { blank, plus, minus, score } = sumOf(split);
  const parts = `${signed(blank, 3)} (empty sheet) ${signed(plus, 3)} (for) ${signed(minus, 3)} (against) = ${signed(score, 3)}`;
  const title = `Which ink speaks for ${className(of)} (blue) and against it (orange)`;
  const text = [
    textSvg(title, 24, 34, { size: 16, fill: paint.ink }),
    textSvg(parts, 24, SIDE + 84, { fill: paint.ink }),
    textSvg("DeepLIFT (Rescale) against an empty sheet", 24, SIDE + 106, {
      size: 12,
      fill: paint.quiet,
    }),
  ];
  return documentSvg(SIDE + 48, SIDE + 124, paint.paper, map + edge + text.join(""));
}
