/**
 * Runs the browser's code on what tests/parity of Python wrote into a folder, and writes what it
 * found beside it: node main.js <job> <folder>.
 *
 * pictures.f32 holds pictures of 28x28 floats; maps.json the [width, height] of ink maps, whose
 * levels of 0..255 stand one after another in maps.u8.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findInk, type Glyph, type InkMap, normalise, segment } from "../../src/imaging";
import { Network, parseModel } from "../../src/net";
import { BrowserReader, toJson } from "../../src/reading";
import { checkCard } from "../../src/reading/card";
import * as inside from "./inside";

const [job, folder] = process.argv.slice(2);

function bytes(name: string): ArrayBuffer {
  const file = readFileSync(join(folder, name));
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
}

function json<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
}

function pictures(): Float32Array[] {
  const all = new Float32Array(bytes("pictures.f32"));
  return Array.from({ length: all.length / 784 }, (_, i) => all.subarray(784 * i, 784 * (i + 1)));
}

function* maps(): Generator<InkMap> {
  const levels = new Uint8Array(bytes("maps.u8"));
  let at = 0;
  for (const [width, height] of json<[number, number][]>("maps.json")) {
    const data = Float32Array.from(levels.subarray(at, (at += width * height)), (v) => v / 255);
    yield { data, width, height };
  }
}

const network = (): Network => new Network(parseModel(bytes("model.onnx")));

function layers(): object {
  const ready = network();
  const runs = pictures().map((picture) => [...ready.run(picture)]);
  return runs.map((run) =>
    Object.fromEntries(
      run.map(([name, { data, shape }]) => [name, { data: Array.from(data), shape }]),
    ),
  );
}

function logits(): object {
  const ready = network();
  return pictures().map((picture) => Array.from(ready.logits(ready.run(picture))));
}

function normalised(): object {
  return [...maps()].map((ink) => Array.from(normalise(ink)));
}

function segments(): object {
  const plain = ({ box, ink, parts }: Glyph): object => ({
    box: [box.x, box.y, box.width, box.height],
    ink: ink.data.reduce((sum, value) => sum + value, 0),
    parts: parts.map(plain),
  });
  return [...maps()].map((ink) =>
    segment(findInk(ink).ink).map((line) => line.map((number) => number.map(plain))),
  );
}

function readings(): object {
  const reader = new BrowserReader(network(), checkCard(json("card.json")));
  return [...maps()].map((ink) => toJson(reader.read(ink)));
}

const jobs: Record<string, () => object> = {
  layers,
  logits,
  normalised,
  segments,
  readings,
  timelapse: () => inside.timelapse(bytes("timelapse.bin"), pictures()),
  learned: () =>
    inside.learned(new Float32Array(bytes("weights.f32")), pictures(), json("labels.json")),
  attributions: () => inside.attributions(network(), pictures()),
};
writeFileSync(join(folder, `${job}.json`), JSON.stringify(jobs[job]()));
