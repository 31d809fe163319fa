import { expect, test } from "vitest";
import { chartOf } from "../../../../src/pages/inside/flow/blocks";
import { loudest, nextUnit, readUnit, writeUnit } from "../../../../src/pages/inside/flow/units";
import { chartWords } from "../../../../src/pages/inside/flow/words";
import { shipped } from "../../../support/networks";

const shapes = new Map([["relu.1", [4, 3, 5]]]);
const unit = { output: "relu.1", channel: 2, row: 1, column: 4 };

test("a number comes back from the address as it was", () => {
  expect(writeUnit(unit)).toBe("relu.1.3.2.5");
  expect(readUnit("relu.1.3.2.5", shapes)).toEqual(unit);
});

test.each(["relu.1.5.1.1", "relu.1.1.4.1", "relu.1.0.1.1", "other.1.1.1", "relu.1", ""])(
  "%s is none",
  (text) => expect(readUnit(text, shapes)).toBeNull(),
);

test("after the last column comes the next row, after the last number the first", () => {
  expect(nextUnit(unit, 1, shapes)).toEqual({ ...unit, row: 2, column: 0 });
  expect(nextUnit({ ...unit, channel: 3, row: 2 }, 1, shapes)).toEqual({
    ...unit,
    channel: 0,
    row: 0,
    column: 0,
  });
  expect(nextUnit({ ...unit, channel: 0, row: 0, column: 0 }, -1, shapes).channel).toBe(3);
});

test("the loudest number of the first layer is opened at first", () => {
  const { network, activations } = shipped();
  const unit = loudest(chartOf(network.layers, activations), activations);
  const { data, shape } = activations.get(unit.output)!;
  const at = (unit.channel * shape[1]! + unit.row) * shape[2]! + unit.column;
  expect(data[at]).toBe(Math.max(...data));
});

test("the picture in words names every layer and the answer", () => {
  const { network, activations } = shipped();
  const chart = chartOf(network.layers, activations);
  const probabilities = [0, 0, 0, 0, 0.1, 0, 0, 0.9, 0, 0, 0];
  const item = { activations, probabilities } as never;
  const words = chartWords(chart, { item, index: 0, count: 1, isDrawing: false });
  const lines = words.split("\n");
  expect(lines.length).toBe(14);
  expect(lines[1]).toMatch(
    /^Strokes 1, 16 maps of 28 × 28 \(kernels 3 × 3, then ReLU\): \d+ answer/,
  );
  expect(lines.at(-1)).toBe("Answer: 7 with 90%, then 4 with 10%.");
  expect(chartWords(chart, { item: undefined, index: -1, count: 0, isDrawing: false })).toMatch(
    /^Nothing is drawn/,
  );
});
