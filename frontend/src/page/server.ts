/** Asking the server from a page: parts of pages, forms, and failures in its own words. */

/** What went wrong, in words for the person. */
export class Failed extends Error {
  constructor(
    message: string,
    readonly isOffline = false,
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
export async function getJson<T>(url: string): Promise<T> {
  const response = await ask(url, { headers: { Accept: "application/json" } });
  return (await response.json()) as T;
}

/** Fetch a file of numbers. */
export async function getBytes(url: string): Promise<ArrayBuffer> {
  return (await ask(url, {})).arrayBuffer();
}

/** Send a form; the answer is JSON. */
export async function postForm<T>(url: string, form: FormData): Promise<T> {
  const response = await ask(url, {
    method: "POST",
    body: form,
    headers: { Accept: "application/json" },
  });
  return (await response.json()) as T;
}

/** Turn HTML from the server into elements; it wrote and escaped it itself. */
export function elements(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failed(navigator.onLine ? NO_ANSWER : OFFLINE, true);
  }
  if (response.ok) return response;
  throw new Failed(await words(response));
}

async function words(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error: { message: string; hint: string } };
    return `${error.message} ${error.hint}`.trim();
  } catch {
    return response.status === 404 ? "It has been deleted." : "The server could not do that.";
  }
}
