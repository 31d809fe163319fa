import { type Attributes, expect } from "./types";

/** A list of numbers among a node's attributes, or what stands for it where it is not given. */
export function list(attributes: Attributes, name: string, usual: number[]): number[] {
  const value = attributes[name] ?? usual;
  expect(
    Array.isArray(value) && value.length === usual.length,
    `attribute '${name}' is [${value}]`,
  );
  return value;
}

/** Height and width of what a window finds on maps, with a node's pads and strides. */
export function outputSize(attributes: Attributes, input: number[], window: number[]): number[] {
  const pads = list(attributes, "pads", [0, 0, 0, 0]);
  const strides = list(attributes, "strides", [1, 1]);
  const { auto_pad = "NOTSET", ceil_mode = 0, group = 1, dilations = [1, 1] } = attributes;
  const plain = `${auto_pad || "NOTSET"} ${ceil_mode} ${group} ${dilations}` === "NOTSET 0 1 1,1";
  expect(plain, "this runtime knows no auto_pad, ceil_mode, groups or dilations");
  const sides = [0, 1].map((axis) => {
    const reach = input[axis] + pads[axis] + pads[axis + 2] - window[axis];
    return Math.floor(reach / strides[axis]) + 1;
  });
  expect(Math.min(...sides) > 0, `a window of [${window}] is larger than its input [${input}]`);
  return sides;
}
