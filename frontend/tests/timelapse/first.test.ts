import { expect, test } from "vitest";
import { Network, parseModel } from "../../src/net";
import { atMost, firstAnswers, firstWeights, mapsOf, moved } from "../../src/timelapse";
import { constant, model, node } from "../net/onnx";
import { shipped } from "../explain/digits";

const dense = (transB: number): Network => {
  const shape = transB ? [5, 784] : [784, 5];
  const values = Array.from({ length: 5 * 784 }, (_, i) => (transB ? Math.floor(i / 784) : i % 5));
  const nodes = [
    node("Flatten", ["image"], "f"),
    node("Gemm", ["f", "w", "b"], "h", { transB }),
    node("Relu", ["h"], "logits"),
  ];
  const stored = [constant("w", shape, values), constant("b", [5], [1, -1, 2, 3, 4])];
  return new Network(parseModel(model([1, 28, 28], nodes, stored)));
};

test.each([0, 1])(
  "weights of a dense layer are a picture a unit, however they are stored",
  (way) => {
    const maps = atMost(firstWeights(dense(way))!, 3);
    expect([maps.count, maps.height, maps.width]).toEqual([3, 28, 28]);
    expect([0, 1, 2].map((unit) => maps.data[unit * 784 + 100])).toEqual([0, 1, 2]);
  },
);

test("what moved is the difference, in the same form", () => {
  const maps = firstWeights(dense(1))!;
  const other = { ...maps, data: maps.data.map((value) => value - 2) };
  expect(moved(maps, other)).toEqual({ ...maps, data: maps.data.map(() => 2) });
});

test("units stand in a square that is filled up", () => {
  const network = dense(1);
  const maps = firstAnswers(network, network.run(new Float32Array(784)))!;
  expect([maps.count, maps.height, maps.width]).toEqual([1, 2, 3]);
  expect(Array.from(maps.data)).toEqual([1, 0, 2, 3, 4, 0]);
});

test("kernels and maps of a convolution are those of the file", () => {
  const network = shipped();
  expect(firstWeights(network)).toMatchObject({ count: 16, height: 3, width: 3 });
  const maps = firstAnswers(network, network.run(new Float32Array(784)))!;
  expect([maps.count, maps.height, maps.width]).toEqual([16, 28, 28]);
});

test("kernels over several channels are no pictures", () => {
  expect(mapsOf({ data: new Float32Array(8 * 9), shape: [2, 4, 3, 3] })).toBeNull();
});
