/** The shipped network, and digits drawn with straight strokes for it. */

import { readFileSync } from "node:fs";
import type { InkMap } from "../../src/imaging";
import { Network, parseModel } from "../../src/net";
import { type Segment, withSegments } from "../../src/explain/segment";

const FILE = new URL("../../../src/tenfold/weights/tenfold_small.onnx", import.meta.url);

export function shipped(): Network {
  const file = readFileSync(FILE);
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
  return new Network(parseModel(bytes as ArrayBuffer));
}

/** Points of a stroke on a field of 100 x 100, joined by straight lines. */
const SHAPES: Record<string, [number, number][][]> = {
  "4": [
    [
      [45, 15],
      [28, 58],
      [75, 58],
    ],
    [
      [62, 38],
      [60, 88],
    ],
  ],
  "7": [
    [
      [28, 18],
      [72, 18],
      [48, 86],
    ],
  ],
};

export const PEN_PX = 9;

export function drawn(digit: string): InkMap {
  const paper = { data: new Float32Array(10_000), width: 100, height: 100 };
  const segments = SHAPES[digit]!.flatMap((points) =>
    points.slice(1).map(([x2, y2], i): Segment => {
      const [x1, y1] = points[i]!;
      return { kind: "ink", x1, y1, x2, y2, width: PEN_PX };
    }),
  );
  return withSegments(paper, segments);
}
