/** One epoch of a time-lapse as a picture to save: the first layer, and the map of digits. */

import { type Maps, peakOf } from "../../../draw";
import { cellsSvg, documentSvg, textSvg } from "../../../draw/cells";
import { placeOf } from "../../../draw/points";
import type { Timelapse } from "../../../timelapse";
import type { Colours } from "../view";

const SIDE = 420;
const COLUMNS = 8;

interface Paint {
  paper: string;
  ink: string;
  quiet: string;
  /** Of the eleven classes. */
  digits: readonly string[];
}

export function lapseSvg(
  film: Timelapse,
  place: number,
  weights: Maps | null,
  colours: Colours,
  paint: Paint,
): string {
  const title = `Epoch ${film.epochs[place]} of ${film.metrics.length}`;
  const parts = [
    textSvg(title, 24, 36, { size: 16, fill: paint.ink }),
    textSvg("First layer", 24, 64, { fill: paint.quiet }),
    textSvg("Map of digits", 48 + SIDE, 64, { fill: paint.quiet }),
    weights ? tiles(weights, colours) : "",
    ...points(film, place, paint),
  ];
  return documentSvg(72 + 2 * SIDE, SIDE + 104, paint.paper, parts.join(""));
}

function tiles(maps: Maps, { signed }: Colours): string {
  const { data, count, width, height } = maps;
  const pitch = SIDE / COLUMNS;
  const peak = peakOf(maps);
  return Array.from({ length: Math.min(count, COLUMNS * COLUMNS) }, (_, i) =>
    cellsSvg({
      data: data.subarray(i * width * height, (i + 1) * width * height),
      ...{ width, size: pitch - 4, ramp: signed, peak, isSigned: true },
      x: 24 + (i % COLUMNS) * pitch,
      y: 76 + Math.floor(i / COLUMNS) * pitch,
    }),
  ).join("");
}

function points(film: Timelapse, place: number, { digits }: Paint): string[] {
  const positions = film.positions(place);
  return film.labels.map((label, i) => {
    const [x, y] = placeOf(positions, i, SIDE, 12);
    const text = label < 10 ? String(label) : "×";
    return textSvg(text, 48 + SIDE + x, 80 + y, {
      size: 11,
      fill: digits[label]!,
      anchor: "middle",
    });
  });
}
