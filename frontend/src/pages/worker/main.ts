/**
 * The service worker: keeps the draw page, the inside page and all that they need, in one set a
 * version.
 *
 * It keeps no page of a person: of pages only those that were made for nobody. The server writes
 * what to keep before this script.
 */

/** Written by the server: addresses to keep, pages with what stands in for each, this set's name. */
declare const KEEP: {
  version: string;
  files: string[];
  pages: Record<string, string>;
  other: string;
};

/** The part of `ServiceWorkerGlobalScope` that is used here; its library clashes with the DOM's. */
interface Scope {
  addEventListener(type: string, listener: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as Scope;
const NAME = `tenfold-${KEEP.version}`;
/** A server that takes longer than this is taken for none, where a kept page can stand in. */
const PATIENCE_MS = 3000;

scope.addEventListener("install", (event: Lasting) => event.waitUntil(install()));
scope.addEventListener("activate", (event: Lasting) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event: Asking) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (KEEP.files.includes(url.pathname + url.search)) event.respondWith(file(request));
});

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  // Without cookies: what is kept is the same for everyone.
  const ask = (url: string): Request =>
    new Request(url, { credentials: "omit", cache: "no-cache" });
  await cache.addAll([...KEEP.files, ...Object.values(KEEP.pages), KEEP.other].map(ask));
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("tenfold-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** A page comes from the server; where that cannot be reached, one that was kept stands in. */
async function page(request: Request, url: URL): Promise<Response> {
  const own = KEEP.pages[url.pathname];
  const signal = own ? AbortSignal.timeout(PATIENCE_MS) : undefined;
  try {
    return await fetch(request, signal ? { signal } : {});
  } catch {
    return (await caches.match(own ?? KEEP.other)) ?? Response.error();
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
