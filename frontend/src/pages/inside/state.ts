/** The page's state in the address, after the #: `view=flow&at=1&unit=...&d=<the drawing>`. */

import type { State } from "./view";

/** Parse the part of an address after the #; what is no key of ours is kept, and harmless. */
export function parseHash(hash: string): State {
  return Object.fromEntries(new URLSearchParams(hash.replace(/^#/, "")));
}

/** Write state as the part of an address after the #; what is empty is left out. */
export function toHash(state: State): string {
  const filled = Object.entries(state).filter(([, value]) => value !== "");
  return filled.length ? `#${new URLSearchParams(filled)}` : "";
}
