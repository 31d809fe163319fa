/**
 * Sends files in requests of bounded size, three at a time: small files together, a large one in
 * parts. Each file has a number, and the server takes a number once, so what was cut off is sent
 * again without harm.
 */

import type { Found } from "./gather";
import { Failed, post } from "./server";

const TOGETHER = 100;
const AT_ONCE = 3;
/** Waits before a request is tried again, in ms; then the person is asked. */
const WAITS = [500, 1500, 4000, 8000];

export interface Load {
  files: { at: number; found: Found }[];
  bytes: number;
}

/** Sort files into loads of at most so many bytes; a larger file is a load of its own. */
export function loads(found: readonly Found[], first: number, part: number): Load[] {
  const all: Load[] = [];
  let open: Load = { files: [], bytes: 0 };
  for (const [index, one] of found.entries()) {
    const { size } = one.file;
    const isFull = open.bytes + size > part || open.files.length >= TOGETHER;
    if (open.files.length && isFull) {
      all.push(open);
      open = { files: [], bytes: 0 };
    }
    open.files.push({ at: first + index, found: one });
    open.bytes += size;
  }
  if (open.files.length) all.push(open);
  return all;
}

export interface Progress {
  sent: number;
  bytes: number;
}

export class Sender {
  readonly progress: Progress = { sent: 0, bytes: 0 };
  private readonly waiting: Load[] = [];
  private readonly stop = new AbortController();
  private next = 0;

  /**
   * `url` is the batch's address. `changed` is called after each request, `refused` with what the
   * server does not take; the others go on.
   */
  constructor(
    private readonly url: string,
    private readonly part: number,
    private readonly changed: () => void,
    private readonly refused: (names: string[], why: string) => void,
  ) {}

  add(found: readonly Found[]): void {
    const more = loads(found, this.next, this.part);
    this.next += found.length;
    this.waiting.push(...more);
    this.progress.bytes += more.reduce((sum, load) => sum + load.bytes, 0);
  }

  cancel(): void {
    this.waiting.length = 0;
    this.stop.abort();
  }

  /** Send all that waits; throws `Failed` when the connection is gone, and may be called again. */
  async run(): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let load = this.waiting.shift(); load; load = this.waiting.shift()) {
        try {
          await this.send(load);
        } catch (error) {
          if (!(error instanceof Failed) || error.isCut) {
            this.waiting.unshift(load);
            throw error;
          }
          this.sentSoFar(load.bytes);
          this.refused(
            load.files.map(({ found }) => found.name),
            error.message,
          );
          if (error.status === 409 || error.status === 404) this.waiting.length = 0;
        }
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
    const cut = lanes.find((one) => one.status === "rejected");
    if (cut) throw cut.reason;
  }

  private send(load: Load): Promise<void> {
    return load.bytes > this.part ? this.sendParts(load) : this.sendTogether(load);
  }

  private async sendTogether(load: Load): Promise<void> {
    await this.patiently(() => {
      const form = new FormData();
      for (const { at, found } of load.files) {
        form.append("position", String(at));
        // The name of a file in a form loses its folders on the way.
        form.append("path", found.name);
        form.append("file", found.file, found.file.name);
      }
      return post<unknown>(`${this.url}/files`, form, this.stop.signal);
    });
    this.sentSoFar(load.bytes);
  }

  private async sendParts(load: Load): Promise<void> {
    const { at, found } = load.files[0]!;
    const { size } = found.file;
    let offset = 0;
    let counted = 0;
    while (offset < size) {
      const asked = new URLSearchParams({
        position: String(at),
        offset: String(offset),
        size: String(size),
        name: found.name,
      });
      const body = found.file.slice(offset, offset + this.part);
      const { received } = await this.patiently(() =>
        post<{ received: number }>(`${this.url}/parts?${asked}`, body, this.stop.signal),
      );
      offset = received;
      this.sentSoFar(Math.max(0, offset - counted));
      counted = Math.max(counted, offset);
    }
  }

  private sentSoFar(bytes: number): void {
    this.progress.sent += bytes;
    this.changed();
  }

  /** Try again some times where no answer came. */
  private async patiently<T>(request: () => Promise<T>): Promise<T> {
    for (const wait of WAITS) {
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof Failed) || !error.isCut || !navigator.onLine) throw error;
        await new Promise((done) => setTimeout(done, wait));
        if (this.stop.signal.aborted) throw error;
      }
    }
    return request();
  }
}
