import { afterEach, expect, test, vi } from "vitest";
import { Network, parseModel } from "../../src/net";
import { BrowserReader, toJson } from "../../src/reading";
import { checkCard } from "../../src/reading/card";
import { constant, model, node } from "../net/onnx";
import { pageOf } from "../imaging/ink";

const CARD = {
  name: "tiny",
  classes: [..."0123456789", "not a digit"],
  temperature: 1,
  thresholds: { "0.001": 0.9, "0.01": 0.5 },
};

/** A file whose answer is always the same: the bias of its last layer. */
function file(bias: number[]): ArrayBuffer {
  const nodes = [
    node("Flatten", ["image"], "flat"),
    node("Gemm", ["flat", "w", "b"], "logits", { transB: 1 }),
  ];
  const weights = constant("w", [11, 784], new Array(11 * 784).fill(0));
  return model([1, 28, 28], nodes, [weights, constant("b", [11], bias)]);
}

const SEVEN = Array.from({ length: 11 }, (_, i) => (i === 7 ? 9 : 0));
const UNSURE = Array.from({ length: 11 }, (_, i) => (i === 7 ? 2 : i === 1 ? 1.9 : 0));
const NONE = Array.from({ length: 11 }, (_, i) => (i === 10 ? 9 : 0));

function readerOf(bias: number[]): BrowserReader {
  return new BrowserReader(new Network(parseModel(file(bias))), checkCard(CARD));
}

const PAGE = pageOf(300, 200, [60, 50, 20, 90], [120, 50, 20, 90]);

test("a number is read with its boxes and what the network saw", () => {
  const reading = readerOf(SEVEN).read(PAGE);
  expect([reading.text, reading.accepted, reading.numbers.length]).toEqual(["77", true, 1]);
  const [digit] = reading.numbers[0].digits;
  expect(digit.box).toEqual([59, 49, 22, 92]);
  expect(digit.picture.length).toBe(784);
  expect(digit.activations.get("logits")!.data[7]).toBe(9);
});

test("what is no digit is rejected, with its reason", () => {
  const reading = readerOf(NONE).read(PAGE);
  expect([reading.text, reading.accepted, reading.confidence]).toEqual(["", false, 0]);
  expect(toJson(reading).rejected).toEqual([
    { box: [59, 49, 22, 92], reason: "not a digit" },
    { box: [119, 49, 22, 92], reason: "not a digit" },
  ]);
});

test("an unsure digit is not accepted", () => {
  expect(readerOf(UNSURE).read(PAGE).accepted).toBe(false);
});

test("a blank pad is a reading without numbers", () => {
  const reading = readerOf(SEVEN).read(pageOf(300, 200));
  expect([reading.text, reading.numbers, reading.rejected]).toEqual(["", [], []]);
});

test("the plain form has the entries of Python's, and no more", () => {
  const plain = toJson(readerOf(SEVEN).read(PAGE));
  expect(Object.keys(plain)).toEqual([
    ...["text", "confidence", "accepted", "numbers"],
    ...["rejected", "image", "model", "milliseconds"],
  ]);
  const keys = ["value", "confidence", "not_a_digit", "box", "probabilities"];
  expect(Object.keys(plain.numbers[0].digits[0])).toEqual(keys);
});

test("a digit that stays as it is is not judged again", () => {
  const reader = readerOf(SEVEN);
  const run = vi.spyOn(reader.network, "run");
  reader.read(pageOf(300, 200, [60, 50, 20, 90]));
  reader.read(pageOf(300, 200, [60, 50, 20, 90], [120, 50, 40, 90]));
  expect(run).toHaveBeenCalledTimes(2);
});

test.each([
  ["no card", null, "is no card"],
  ["other classes", { ...CARD, classes: ["a"] }, "has classes a"],
  ["no temperature", { ...CARD, temperature: 0 }, "temperature 0, expected more than 0"],
])("a card with %s is refused", (_, card, message) => {
  expect(() => checkCard(card)).toThrow(message);
});

test("a model that promises no such error rate is refused", () => {
  const network = new Network(parseModel(file(SEVEN)));
  const card = { ...CARD, thresholds: { "0.01": 0.5 } };
  expect(() => new BrowserReader(network, card)).toThrow("promises no error rate of 0.001");
});

afterEach(() => vi.unstubAllGlobals());

test("a model that cannot be fetched says from where", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 404 })));
  await expect(BrowserReader.load("/m.onnx", "/m.json")).rejects.toThrow(
    "could not be fetched from /m.onnx",
  );
});
