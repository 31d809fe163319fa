/** Reads a made-up pad a few times while nothing happens: a browser compiles what runs often. */

import type { InkMap } from "../../imaging";
import { BrowserReader } from "../../reading";
import { whenIdle } from "../../page/idle";

/** The first reading takes five times as long as the third, and later ones no less than that. */
const TIMES = 3;
const SIDE = 320;

/** Warm up what reads; each time waits for a moment in which the page has nothing to do. */
export function warmUp(reader: BrowserReader, times = TIMES): void {
  whenIdle(() => {
    // A reader of its own: the page's own remembers what it read last.
    new BrowserReader(reader.network, reader.card).read(aPad());
    if (times > 1) warmUp(reader, times - 1);
  });
}

/** A pad with a 1 on it. */
function aPad(): InkMap {
  const data = new Float32Array(SIDE * SIDE);
  for (let row = 60; row < 260; row++) data.fill(1, row * SIDE + 154, row * SIDE + 166);
  return { data, width: SIDE, height: SIDE };
}
