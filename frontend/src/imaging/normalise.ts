import type { InkMap } from "./types";

/** Scale and centre one digit as the MNIST pictures are: (28 * 28) in 0..1, 1 = ink. */
export function normalise(_ink: InkMap): Float32Array {
  throw new Error("not written yet");
}
