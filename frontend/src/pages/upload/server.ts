/** Asking the server; a failure comes in its own words. */

/** What went wrong, in words for the person; `isCut` where no answer came at all. */
export class Failed extends Error {
  constructor(
    message: string,
    readonly isCut = false,
    readonly status = 0,
  ) {
    super(message);
  }
}

const OFFLINE = "You are offline.";
const NO_ANSWER = "Tenfold does not answer. Is it still running?";

/** The token that forms of this page carry. */
const token = (): string =>
  document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";

export function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return ask<T>(url, signal ? { signal } : {});
}

export function post<T>(url: string, body: BodyInit | null, signal?: AbortSignal): Promise<T> {
  return ask<T>(url, { method: "POST", body, ...(signal && { signal }) });
}

export async function remove(url: string): Promise<void> {
  await ask<void>(url, { method: "DELETE" });
}

async function ask<T>(url: string, options: RequestInit): Promise<T> {
  let response: Response;
  try {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (options.method) headers["X-CSRFToken"] = token();
    response = await fetch(url, { credentials: "same-origin", ...options, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failed(navigator.onLine ? NO_ANSWER : OFFLINE, true);
  }
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await response.json()) as T;
  throw new Failed(await words(response), isPassing(response.status), response.status);
}

/** A server that restarts, or a proxy that waits for it: worth another try. */
const isPassing = (status: number): boolean => status === 502 || status === 503 || status === 504;

async function words(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error: { message: string; hint: string } };
    return `${error.message} ${error.hint}`.trim();
  } catch {
    return "The server could not do that.";
  }
}
