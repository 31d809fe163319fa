import type { Activations, Graph, Layer } from "./types";

/** A network that keeps what every layer made of the picture. */
export class Network {
  readonly layers: Layer[] = [];

  constructor(_graph: Graph) {}

  /** Run one picture: (28 * 28) in 0..1, 1 = ink. */
  run(_image: Float32Array): Activations {
    throw new Error("not written yet");
  }
}
