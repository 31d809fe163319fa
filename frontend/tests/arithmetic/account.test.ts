import { describe, expect, test } from "vitest";
import { accountOf, layersByOutput, valueOf } from "../../src/arithmetic";
import { motley, shipped, unitsOf } from "../support/networks";

describe.each([
  ["the shipped network", shipped()],
  ["a network of every operator", motley()],
])("in %s", (_, ready) => {
  const layers = layersByOutput(ready.network.layers);
  const outputs = ready.network.layers.filter(({ op }) => op !== "Flatten");

  test.each(outputs.map(({ output, op }) => [op, output]))("%s %s adds up", (op, output) => {
    for (const unit of unitsOf(ready, output)) {
      const account = accountOf(layers, ready.activations, unit);
      expect(account.op).toBe(op);
      expect(account.value).toBeCloseTo(valueOf(ready.activations, unit), 4);
    }
  });
});

const ready = motley();
const layers = layersByOutput(ready.network.layers);
const account = (output: string, channel = 0, row = 0, column = 0) =>
  accountOf(layers, ready.activations, { output, channel, row, column });

test("a patch over the edge has 0 behind it", () => {
  const found = account("a");
  if (found.op !== "Conv") throw new Error(found.op);
  const [part] = found.parts;
  expect([part!.row, part!.column]).toEqual([-1, -2]);
  expect(part!.values.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
});

test("a dense layer behind maps is cut by map, and a long one in groups of 64", () => {
  const [maps, units] = [account("c"), account("logits")];
  if (maps.op !== "Gemm" || units.op !== "Gemm") throw new Error("no Gemm");
  expect(maps.parts.map(({ kind, channel, rows }) => [kind, channel, rows])).toEqual([
    ["map", 0, 7],
    ["map", 1, 7],
    ["map", 2, 7],
  ]);
  expect(units.parts.map(({ values }) => values.length)).toEqual([64, 6]);
});

test("the picture has no arithmetic of its own", () => {
  expect(() => account("image")).toThrow("'image' is no operator's output");
});
