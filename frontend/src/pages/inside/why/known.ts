/** Pictures that a network knows, with what its last layer makes of them: docs/formats.md. */

import { getBytes } from "../../../page/server";
import { Container } from "../../../timelapse";

interface Header {
  count: number;
  /** Numbers a picture has in the last layer. */
  size: number;
  source: string;
  labels: number[];
  pictures: number;
  features: number;
}

/** N pictures of a data set, seen by one network. */
export class Known {
  readonly source: string;
  readonly labels: readonly number[];
  /** (N, size), row by row. */
  readonly features: Float32Array;

  private constructor(private readonly file: Container<Header>) {
    const { source, labels, count, size, features } = file.header;
    [this.source, this.labels] = [source, labels];
    this.features = file.floats(features, count * size);
  }

  static async fetch(url: string): Promise<Known> {
    return new Known(new Container<Header>(await getBytes(url), "TENFKNOW"));
  }

  /** (28 * 28) in 0..1, 1 = ink. */
  picture(index: number): Float32Array {
    const levels = this.file.levels(this.file.header.pictures + 784 * index, 784);
    return Float32Array.from(levels, (level) => level / 255);
  }
}
