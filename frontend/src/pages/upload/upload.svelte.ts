/** One upload: what is sent, what is read, and what a person does with it. */

import { type Found, nameOf } from "../../page/gather";
import { Sender } from "../../page/send";
import { Failed, getJson, post, remove } from "../../page/server";
import {
  type BatchInfo,
  isOver,
  type Item,
  type Limits,
  type ReadItem,
  type Results,
} from "./types";
import { count } from "./words";

const SOON_MS = 200;
const LATER_MS = 700;

export interface Refusal {
  name: string;
  why: string;
}

export class Upload {
  batch = $state.raw<BatchInfo | null>(null);
  items = $state.raw<Item[]>([]);
  refusals = $state.raw<Refusal[]>([]);
  isSending = $state(false);
  sent = $state(0);
  bytes = $state(0);
  /** Why sending or asking has stopped; '' while all is well. */
  trouble = $state("");
  /** The pictures themselves, by number, as long as this page is open. */
  readonly files = new Map<number, File>();

  private id = 0;
  private sender: Sender | null = null;
  private timer = 0;
  private after = 0;
  private failures = 0;
  private given = 0;

  constructor(
    readonly root: string,
    private readonly limits: Limits,
  ) {}

  get url(): string {
    return `${this.root}/${this.id}`;
  }

  get isOver(): boolean {
    return this.batch !== null && isOver(this.batch);
  }

  /** Show a batch that the server has. */
  open(id: number): Promise<void> {
    this.id = id;
    return this.poll();
  }

  /** Make a batch of these files and send them. */
  async start(found: readonly Found[], keep: boolean): Promise<void> {
    const form = new FormData();
    form.append("name", nameOf(found));
    form.append("keep", keep ? "on" : "off");
    this.isSending = true;
    try {
      this.batch = await post<BatchInfo>(`${this.root}/new`, form);
      this.id = this.batch.id;
    } catch (error) {
      this.isSending = false;
      throw error;
    }
    this.sender = new Sender(
      this.url,
      this.limits.part,
      () => this.note(),
      (names, why) => this.refuse(names, why),
    );
    this.add(found);
    this.later(SOON_MS);
    await this.send();
  }

  /** Add files while others are being sent. */
  add(found: readonly Found[]): void {
    const fits = found.filter(({ file }) => file.size <= this.limits.bytes);
    const large = found.filter(({ file }) => file.size > this.limits.bytes);
    this.refuse(
      large.map(({ name }) => name),
      `It is larger than ${count(Math.round(this.limits.bytes / 1e6))} MB.`,
    );
    for (const { file } of fits) this.files.set(this.given++, file);
    this.sender?.add(fits);
    this.note();
  }

  /** Send what waits; after a cut connection it goes on where it was. */
  async send(): Promise<void> {
    if (!this.sender) return;
    this.isSending = true;
    this.trouble = "";
    try {
      await this.sender.run();
      this.batch = await post<BatchInfo>(`${this.url}/close`, null);
      this.sender = null;
      this.isSending = false;
    } catch (error) {
      if (this.isOver || !(error instanceof Failed)) return;
      this.trouble = error.message;
    }
    this.later(0);
  }

  async cancel(): Promise<void> {
    this.sender?.cancel();
    this.sender = null;
    this.isSending = false;
    this.trouble = "";
    this.batch = await post<BatchInfo>(`${this.url}/cancel`, null);
    this.later(0);
  }

  /** Delete the pictures on the server, and let go of those here. */
  async forget(): Promise<number> {
    const answer = await post<{ deleted: number; batch: BatchInfo }>(`${this.url}/forget`, null);
    this.batch = answer.batch;
    this.files.clear();
    this.items = this.items.map((item) =>
      item.problem === undefined ? { ...item, picture: false } : item,
    );
    return answer.deleted;
  }

  async delete(): Promise<void> {
    clearTimeout(this.timer);
    await remove(`${this.url}/delete`);
  }

  /** Say what a picture is; it shows at once, and goes back where the server refuses it. */
  async correct(item: ReadItem, text: string | null): Promise<void> {
    const before = this.items.find((one) => one.n === item.n);
    this.mark(item.n, text === null ? null : text.trim());
    try {
      const body = JSON.stringify({ text });
      const url = `${this.root}/readings/${item.id}/correct`;
      this.mark(item.n, (await post<ReadItem>(url, body)).corrected);
    } catch (error) {
      if (before?.problem === undefined) this.mark(item.n, before?.corrected ?? null);
      throw error;
    }
  }

  private mark(n: number, corrected: string | null): void {
    this.items = this.items.map((one) =>
      one.n === n && one.problem === undefined ? { ...one, corrected } : one,
    );
  }

  /** Ask again at once, such as when the connection is back. */
  wake(): void {
    if (this.batch && !this.isOver) this.later(0);
    if (this.trouble && this.sender) void this.send();
  }

  private refuse(names: readonly string[], why: string): void {
    if (!names.length) return;
    this.refusals = [...this.refusals, ...names.map((name) => ({ name, why }))];
  }

  private note(): void {
    if (!this.sender) return;
    this.sent = this.sender.progress.sent;
    this.bytes = this.sender.progress.bytes;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.poll(), ms);
  }

  private async poll(): Promise<void> {
    let fresh = 0;
    try {
      for (let more = true; more;) {
        const found = await getJson<Results>(`${this.url}/results?after=${this.after}`);
        fresh += this.take(found);
        more = found.more;
      }
      this.failures = 0;
      if (!this.isSending) this.trouble = "";
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.failures += 1;
      if (!error.isCut || this.failures > 2) this.trouble = error.message;
      if (!error.isCut) return;
    }
    if (!this.isOver) this.later(fresh ? SOON_MS : this.failures ? 2000 : LATER_MS / 3);
  }

  private take(found: Results): number {
    this.batch = found.batch;
    const known = this.after;
    const fresh = found.items.filter((item) => item.n > known);
    if (fresh.length) {
      this.after = fresh[fresh.length - 1]!.n;
      this.items = [...this.items, ...fresh];
    }
    return fresh.length;
  }
}
