import { ModelError, Network, type Tensor } from "../net";
import type { EpochMetrics, Header, TensorPlace } from "./types";

const MAGIC = "TENFLAP1";
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
  private readonly ready = new Map<number, Network>();

  /**
   * Open a file.
   *
   * @throws ModelError where it is no time-lapse, cut off, or of a version unknown here.
   */
  constructor(
    private readonly bytes: ArrayBuffer,
    private readonly header: Header = readHeader(bytes),
    private readonly body: number = 12 + new DataView(bytes).getUint32(8, true),
  ) {
    this.metrics = header.metrics;
    this.epochs = header.epochs;
    this.labels = header.sample.labels;
    this.share = header.sample.share ?? 0;
    const last = Math.max(...header.weights.at) + header.weights.size;
    if (body + last > bytes.byteLength) {
      throw new ModelError("the time-lapse is cut off; fetch it again");
    }
  }

  /** The network as it was after the kept epoch at a place of `epochs`. */
  network(place: number): Network {
    const known = this.ready.get(place);
    if (known) return known;
    const { graph, tensors } = this.header;
    const constants = new Map(tensors.map((each) => [each.name, this.tensor(place, each)]));
    const network = new Network({ ...graph, constants });
    this.ready.set(place, network);
    if (this.ready.size > READY) this.ready.delete(this.ready.keys().next().value!);
    return network;
  }

  /** Where the followed pictures lie after an epoch: x, y of each in -1..1, one after another. */
  positions(place: number): Float32Array {
    const { count, positions = 0 } = this.header.sample;
    const levels = new Int16Array(this.bytes, this.body + positions + 4 * count * place, 2 * count);
    return Float32Array.from(levels, (level) => level / 32767);
  }

  /** What the network answered on each followed picture: a class each, 0..10. */
  said(place: number): Uint8Array {
    const { count, said = 0 } = this.header.sample;
    return new Uint8Array(this.bytes, this.body + said + count * place, count);
  }

  /** A followed picture: (28 * 28) in 0..1, 1 = ink. */
  picture(index: number): Float32Array {
    const at = this.body + (this.header.sample.pictures ?? 0) + 784 * index;
    return Float32Array.from(new Uint8Array(this.bytes, at, 784), (level) => level / 255);
  }

  private tensor(place: number, { type, shape, at, scales = 0 }: TensorPlace): Tensor {
    const block = this.body + this.header.weights.at[place]!;
    const size = shape.reduce((product, side) => product * side, 1);
    if (type === "float32") {
      return { data: new Float32Array(this.bytes, block + at, size), shape };
    }
    const levels = new Int8Array(this.bytes, block + at, size);
    const scale = new Float32Array(this.bytes, block + scales, shape[0]!);
    const data = new Float32Array(size);
    const row = size / shape[0]!;
    for (let i = 0; i < size; i++) data[i] = levels[i]! * scale[Math.floor(i / row)]!;
    return { data, shape };
  }
}

function readHeader(bytes: ArrayBuffer): Header {
  const start = new TextDecoder().decode(new Uint8Array(bytes, 0, Math.min(8, bytes.byteLength)));
  if (start !== MAGIC || bytes.byteLength < 12) throw new ModelError("this is no time-lapse");
  const length = new DataView(bytes).getUint32(8, true);
  if (12 + length > bytes.byteLength) {
    throw new ModelError("the time-lapse is cut off; fetch it again");
  }
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 12, length))) as Header;
  if (header.version !== 1) {
    throw new ModelError(`the time-lapse is of version ${header.version}, expected 1`);
  }
  return header;
}
