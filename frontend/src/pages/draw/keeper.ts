/** Keeps drawings and corrections: on the server, or here until it can be reached. */

import * as outbox from "./outbox";
import type { Record } from "./record";
import { csrfToken } from "./shell";

/** Where something is kept: on the server under its id, or waiting here. */
export type Kept = { at: "server"; id: number } | { at: "outbox"; id: number };

/** The server had an answer, and it was no. */
export class Refused extends Error {}

export interface Keeper {
  /** Keep a drawing. */
  keep(record: Record, picture: Blob): Promise<Kept>;
  /** Take back what was kept. */
  forget(kept: Kept): Promise<void>;
}

export class ServerKeeper implements Keeper {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly owner: string,
  ) {}

  async keep(record: Record, picture: Blob): Promise<Kept> {
    const parcel = {
      owner: this.owner,
      record: JSON.stringify(record.reading),
      corrected: record.corrected,
      picture,
    };
    try {
      return { at: "server", id: await this.send(parcel) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { at: "outbox", id: await outbox.put(parcel) };
    }
  }

  async forget(kept: Kept): Promise<void> {
    if (kept.at === "outbox") return void (await outbox.drop(kept.id));
    await this.ask(`${this.url}${kept.id}/`, "DELETE");
  }

  /**
   * Send what waits, oldest first; what is refused is dropped, what fails waits on.
   *
   * One sender at a time, over all tabs, for two would send the same parcel twice. A page that is
   * not on https or this machine has no such locks: there only its own calls take turns.
   */
  async flush(): Promise<number> {
    const locks = navigator.locks as LockManager | undefined;
    if (locks) return locks.request("tenfold-outbox", () => this.sendWaiting());
    const sent = this.turn.then(() => this.sendWaiting());
    this.turn = sent.catch(() => 0);
    return sent;
  }

  private async sendWaiting(): Promise<number> {
    let sent = 0;
    for (const parcel of await outbox.waiting(this.owner)) {
      try {
        await this.send(parcel);
        sent += 1;
      } catch (error) {
        if (!(error instanceof Refused)) break;
      }
      await outbox.drop(parcel.id);
    }
    return sent;
  }

  private async send({ record, corrected, picture }: outbox.Parcel): Promise<number> {
    const form = new FormData();
    form.set("reading", record);
    if (corrected !== null) form.set("corrected", corrected);
    form.set("picture", picture, "drawing.png");
    const answer = await this.ask(this.url, "POST", form);
    return ((await answer.json()) as { id: number }).id;
  }

  private async ask(url: string, method: string, body: FormData | null = null): Promise<Response> {
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const answer = await fetch(url, { method, body, headers, credentials: "same-origin" });
    // A person who must sign in first, or a server in trouble, may take it later.
    if (answer.status === 400 || answer.status === 413 || answer.status === 404) {
      throw new Refused(await reason(answer));
    }
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer;
  }
}

async function reason(answer: Response): Promise<string> {
  try {
    const { error } = (await answer.json()) as { error: { message: string; hint: string } };
    return `${error.message} ${error.hint}`.trim();
  } catch {
    return "The server did not take it.";
  }
}
