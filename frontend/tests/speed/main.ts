/** What benchmarks/bench_network.py runs in the browser. */

import type { InkMap } from "../../src/imaging";
import { Network, parseModel } from "../../src/net";
import { BrowserReader } from "../../src/reading";
import { checkCard } from "../../src/reading/card";

interface Sent {
  /** The .onnx file in base64. */
  model: string;
  card: unknown;
  /** Pictures of 28x28, and pads of [width, height, levels]; 255 = ink. */
  pictures: number[][];
  pads: Record<string, [number, number, number[]]>;
  runs: number;
}

function timed(action: () => void): number {
  const started = performance.now();
  action();
  return performance.now() - started;
}

function inkOf([width, height, levels]: [number, number, number[]]): InkMap {
  return { data: Float32Array.from(levels, (level) => level / 255), width, height };
}

function measure({ model, card, pictures, pads, runs }: Sent): Record<string, number[]> {
  const bytes = Uint8Array.from(atob(model), (letter) => letter.charCodeAt(0)).buffer;
  const images = pictures.map((picture) => Float32Array.from(picture, (level) => level / 255));
  let network!: Network;
  const load = timed(() => (network = new Network(parseModel(bytes))));
  const first = timed(() => network.run(images[0]));
  const network_ms = Array.from({ length: runs }, (_, i) =>
    timed(() => network.run(images[i % images.length])),
  );
  const checked = checkCard(card);
  const found: Record<string, number[]> = { load: [load], first: [first], run: network_ms };
  for (const [name, pad] of Object.entries(pads)) {
    const ink = inkOf(pad);
    // A reader of its own for each reading: one reader judges a digit that stays as it is once.
    const read = (): unknown => new BrowserReader(network, checked).read(ink);
    found[name] = Array.from({ length: runs / 10 }, () => timed(read));
  }
  return found;
}

Object.assign(globalThis, { measure });
