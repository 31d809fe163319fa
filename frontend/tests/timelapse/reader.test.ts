import { expect, test } from "vitest";
import { ModelError } from "../../src/net";
import { Timelapse } from "../../src/timelapse";
import { timelapse } from "./file";

const opened = (): Timelapse => new Timelapse(timelapse());

test("each kept epoch has its own network, its levels times their scales", () => {
  const lapse = opened();
  expect(lapse.epochs).toEqual([1, 3]);
  const logits = [0, 1].map((place) => {
    const network = lapse.network(place);
    return Array.from(network.logits(network.run(Float32Array.of(1, 0, 0, 1))));
  });
  expect(logits).toEqual([
    [1 + 0.5 * 2, 2 - 127],
    [0.25 * 2, -127],
  ]);
});

test("a network that was asked for lately is the same again", () => {
  const lapse = opened();
  expect(lapse.network(1)).toBe(lapse.network(1));
  expect(lapse.network(0)).not.toBe(lapse.network(1));
});

test("the followed pictures have a place, an answer and a label each epoch", () => {
  const lapse = opened();
  expect(Array.from(lapse.positions(0))).toEqual([1, 0, 0, -1]);
  expect(Array.from(lapse.positions(1))[2]).toBeCloseTo(0.5, 3);
  expect(Array.from(lapse.said(1))).toEqual([3, 10]);
  expect(lapse.labels).toEqual([3, 10]);
  expect(lapse.picture(0)[0]).toBe(0);
  expect(lapse.picture(1).every((level) => level === 1)).toBe(true);
});

test("the metrics of epochs whose weights were left out are there", () => {
  expect(opened().metrics.map((line) => line.epoch)).toEqual([1, 2, 3]);
});

test.each([
  ["another file", (): ArrayBuffer => timelapse({ magic: "PK345678" }), "another file"],
  ["an empty one", (): ArrayBuffer => new ArrayBuffer(3), "another file"],
  ["a later version", (): ArrayBuffer => timelapse({ version: 2 }), "version 2"],
  ["one cut off in its header", (): ArrayBuffer => timelapse().slice(0, 90), "cut off"],
  ["one cut off in its weights", (): ArrayBuffer => timelapse().slice(0, -1), "cut off"],
])("%s is refused", (_, file, words) => {
  const open = (): Timelapse => new Timelapse(file());
  expect(open).toThrow(ModelError);
  expect(open).toThrow(words);
});
