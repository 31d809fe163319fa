/** Asking the server from a page: parts of pages, JSON, forms, and failures in its own words. */

/** What went wrong, in words for the person; `isCut` where trying again may help. */
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

/** Fetch a part of a page as the elements in it. */
export async function getPart(url: string, signal?: AbortSignal): Promise<DocumentFragment> {
  const response = await ask(url, { headers: { Accept: "text/html" }, ...(signal && { signal }) });
  return elements(await response.text());
}

/** Fetch JSON. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await ask(url, { ...(signal && { signal }) });
  return (await response.json()) as T;
}

/** Fetch a file. */
export async function getBytes(url: string): Promise<ArrayBuffer> {
  return (await ask(url, { headers: { Accept: "*/*" } })).arrayBuffer();
}

/** Send a form, or bytes; the answer is JSON, or nothing. */
export async function post<T>(
  url: string,
  body: BodyInit | null,
  signal?: AbortSignal,
): Promise<T> {
  const response = await ask(url, { method: "POST", body, ...(signal && { signal }) });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export async function remove(url: string): Promise<void> {
  await ask(url, { method: "DELETE" });
}

/** Turn HTML from the server into elements; it wrote and escaped it itself. */
export function elements(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.method) headers["X-CSRFToken"] = token();
  Object.assign(headers, options.headers);
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failed(navigator.onLine ? NO_ANSWER : OFFLINE, true);
  }
  if (response.ok) return response;
  throw new Failed(await words(response), isPassing(response.status), response.status);
}

/** The token that a request must carry to change something. */
function token(): string {
  const shell = (window as { tenfold?: { csrfToken(): string } }).tenfold;
  return shell?.csrfToken() ?? "";
}

/** A server that restarts, or a proxy that waits for it: worth another try. */
const isPassing = (status: number): boolean => status === 502 || status === 503 || status === 504;

async function words(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error: { message: string; hint: string } };
    return `${error.message} ${error.hint}`.trim();
  } catch {
    return response.status === 404 ? "It has been deleted." : "The server could not do that.";
  }
}
