/** Files of a JSON header and blocks of numbers: docs/formats.md has them. */

import { ModelError } from "../net";

/** A file that was opened: its header, and numbers at places counted from the header's end. */
export class Container<Header> {
  readonly header: Header;
  private readonly body: number;

  /** @throws ModelError where the file begins otherwise, is cut off or of an unknown version. */
  constructor(
    private readonly bytes: ArrayBuffer,
    magic: string,
  ) {
    const start = new TextDecoder().decode(bytes.slice(0, 8));
    if (start !== magic || bytes.byteLength < 12) throw new ModelError("this is another file");
    const length = new DataView(bytes).getUint32(8, true);
    this.body = 12 + length;
    this.check(0, 0);
    const text = new TextDecoder().decode(new Uint8Array(bytes, 12, length));
    const header = JSON.parse(text) as Header & { version: number };
    if (header.version !== 1) {
      throw new ModelError(`the file is of version ${header.version}, expected 1`);
    }
    this.header = header;
  }

  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.bytes, this.check(at, 4 * count), count);
  }

  /** Whole numbers of 16 bits with a sign. */
  shorts(at: number, count: number): Int16Array {
    return new Int16Array(this.bytes, this.check(at, 2 * count), count);
  }

  /** Whole numbers -128..127. */
  steps(at: number, count: number): Int8Array {
    return new Int8Array(this.bytes, this.check(at, count), count);
  }

  /** Whole numbers 0..255. */
  levels(at: number, count: number): Uint8Array {
    return new Uint8Array(this.bytes, this.check(at, count), count);
  }

  private check(at: number, size: number): number {
    if (this.body + at + size > this.bytes.byteLength) {
      throw new ModelError("the file is cut off; fetch it again");
    }
    return this.body + at;
  }
}
