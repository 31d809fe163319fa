import { expect, test } from "vitest";
import { ModelError, parseModel } from "../../src/net";
import { constant, message, model, node } from "./onnx";

const NODES = [node("Conv", ["image", "w"], "maps", { pads: [1, 1, 1, 1], group: 1 })];
const FILE = model([1, 4, 5], NODES, [constant("w", [2, 1, 1, 1], [0.5, -2])]);

test("nodes, constants and ports of a file come back", () => {
  const graph = parseModel(FILE);
  expect(graph.nodes).toEqual([
    {
      name: "Conv of image",
      op: "Conv",
      inputs: ["image", "w"],
      outputs: ["maps"],
      attributes: { pads: [1, 1, 1, 1], group: 1 },
    },
  ]);
  expect(graph.constants.get("w")).toEqual({
    data: Float32Array.of(0.5, -2),
    shape: [2, 1, 1, 1],
  });
  expect([graph.input, graph.inputShape, graph.output]).toEqual(["image", [1, 4, 5], "logits"]);
});

test("a negative whole number keeps its sign", () => {
  const graph = parseModel(model([1], [node("Flatten", ["image"], "logits", { axis: -1 })]));
  expect(graph.nodes[0].attributes.axis).toBe(-1);
});

test("a file cut off anywhere is told apart from a whole one, never crashed on", () => {
  for (let length = 0; length < FILE.byteLength; length++) {
    expect(() => parseModel(FILE.slice(0, length))).toThrow(ModelError);
  }
});

test("a file cut off says what to do", () => {
  expect(() => parseModel(FILE.slice(0, -3))).toThrow("cut off; fetch it again");
});

test("any bytes are refused as no model", () => {
  const text = new TextEncoder().encode("<!doctype html><p>Not found");
  expect(() => parseModel(text.buffer as ArrayBuffer)).toThrow(ModelError);
});

test("numbers of another type are named with the types that are known", () => {
  const file = model([1], [], [message([1, 1], [2, 10], [8, "half"], [9, new Uint8Array(2)])]);
  expect(() => parseModel(file)).toThrow("'half' is of type 10, expected float (1) or int8 (3)");
});

test("a constant whose numbers do not fill its shape is refused", () => {
  const file = model([1], [], [constant("w", [2, 2], [1, 2, 3])]);
  expect(() => parseModel(file)).toThrow("'w' has 3 numbers, its shape [2,2] 4");
});
