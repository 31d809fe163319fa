import { Network, type Tensor } from "../net";
import { Container } from "./container";
import type { EpochMetrics, Header, TensorPlace } from "./types";

/** Networks kept ready: scrubbing back and forth makes none anew. */
const READY = 8;

/** A run's time-lapse: the network of each kept epoch, its metrics, and pictures followed. */
export class Timelapse {
  readonly metrics: readonly EpochMetrics[];
  /** The epochs whose network is kept, in order. */
  readonly epochs: readonly number[];
  /** What was written on the followed pictures: 0..9, 10 for 'not a digit'. */
  readonly labels: readonly number[];
  /** How much of the last epoch's variance the two axes of the map show, 0..1. */
  readonly share: number;
  private readonly file: Container<Header>;
  private readonly ready = new Map<number, Network>();

  /**
   * Open a file.
   *
   * @throws ModelError where it is no time-lapse, cut off, or of a version unknown here.
   */
  constructor(bytes: ArrayBuffer) {
    this.file = new Container<Header>(bytes, "TENFLAP1");
    const { metrics, epochs, sample, weights } = this.file.header;
    this.metrics = metrics;
    this.epochs = epochs;
    this.labels = sample.labels;
    this.share = sample.share ?? 0;
    this.file.levels(Math.max(...weights.at), weights.size); // the last block is there
  }

  /** The network as it was after the kept epoch at a place of `epochs`. */
  network(place: number): Network {
    const known = this.ready.get(place);
    if (known) return known;
    const { graph, tensors } = this.file.header;
    const constants = new Map(tensors.map((each) => [each.name, this.tensor(place, each)]));
    const network = new Network({ ...graph, constants });
    this.ready.set(place, network);
    if (this.ready.size > READY) this.ready.delete(this.ready.keys().next().value!);
    return network;
  }

  /** Where the followed pictures lie after an epoch: x, y of each in -1..1, one after another. */
  positions(place: number): Float32Array {
    const { count, positions = 0 } = this.file.header.sample;
    const levels = this.file.shorts(positions + 4 * count * place, 2 * count);
    return Float32Array.from(levels, (level) => level / 32767);
  }

  /** What the network answered on each followed picture: a class each, 0..10. */
  said(place: number): Uint8Array {
    const { count, said = 0 } = this.file.header.sample;
    return this.file.levels(said + count * place, count);
  }

  /** A followed picture: (28 * 28) in 0..1, 1 = ink. */
  picture(index: number): Float32Array {
    const at = (this.file.header.sample.pictures ?? 0) + 784 * index;
    return Float32Array.from(this.file.levels(at, 784), (level) => level / 255);
  }

  private tensor(place: number, { type, shape, at, scales = 0 }: TensorPlace): Tensor {
    const block = this.file.header.weights.at[place]!;
    const size = shape.reduce((product, side) => product * side, 1);
    if (type === "float32") return { data: this.file.floats(block + at, size), shape };
    const levels = this.file.steps(block + at, size);
    const scale = this.file.floats(block + scales, shape[0]!);
    const row = size / shape[0]!;
    const data = new Float32Array(size);
    for (let i = 0; i < size; i++) data[i] = levels[i]! * scale[Math.floor(i / row)]!;
    return { data, shape };
  }
}
