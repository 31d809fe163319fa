/** The .onnx file -> nodes and constants: https://onnx.ai/onnx/repo-docs/IR.html. */

import { fields, integers, text } from "./protobuf";
import { type Attributes, expect, type Graph, type GraphNode, type Tensor } from "./types";

/**
 * Parse an .onnx file with one input and one output.
 *
 * @throws ModelError where the file is cut off, none, or holds numbers of an unknown type.
 */
export function parseModel(bytes: ArrayBuffer): Graph {
  const [graph] = fields(new Uint8Array(bytes), 7);
  expect(graph !== undefined, "the model's file holds no network");
  const read = <T>(id: number, parse: (bytes: Uint8Array) => T): T[] =>
    fields(graph.bytes, id).map((field) => parse(field.bytes));
  const constants = new Map(read(5, parseConstant));
  // Older files list constants among the inputs.
  const inputs = read(11, parsePort).filter((port) => !constants.has(port.name));
  const outputs = read(12, parsePort);
  const ports = `${inputs.length} inputs and ${outputs.length} outputs`;
  expect(ports === "1 inputs and 1 outputs", `the network has ${ports}, expected one each`);
  const [{ name: input, shape }] = inputs;
  const nodes = read(1, parseNode);
  return { nodes, constants, input, inputShape: shape.slice(1), output: outputs[0].name };
}

function parseNode(bytes: Uint8Array): GraphNode {
  return {
    name: text(fields(bytes, 3)[0]),
    op: text(fields(bytes, 4)[0]),
    inputs: fields(bytes, 1).map(text),
    outputs: fields(bytes, 2).map(text),
    attributes: Object.assign({}, ...fields(bytes, 5).map((field) => parseAttribute(field.bytes))),
  };
}

/** A float (field 2), a whole number (3), text (4) or whole numbers (8), whichever is there. */
function parseAttribute(bytes: Uint8Array): Attributes {
  let value: Attributes[string] = fields(bytes, 8).flatMap(integers);
  for (const field of fields(bytes, 2, 3, 4)) {
    if (field.id === 2) value = floats(field.bytes)[0];
    else value = field.id === 3 ? field.value : text(field);
  }
  return { [text(fields(bytes, 1)[0])]: value };
}

/** A name and numbers, stored as floats or, to be scaled before use, as int8. */
function parseConstant(bytes: Uint8Array): [string, Tensor] {
  const name = text(fields(bytes, 8)[0]);
  const type = fields(bytes, 2)[0]?.value;
  expect(type === 1 || type === 3, `'${name}' is of type ${type}, expected float (1) or int8 (3)`);
  const raw = fields(bytes, 9)[0]?.bytes ?? new Uint8Array(0);
  const data = type === 1 ? floats(raw) : Float32Array.from(new Int8Array(raw.slice().buffer));
  const shape = fields(bytes, 1).flatMap(integers);
  const [size, held] = [product(shape), data.length];
  expect(held === size, `'${name}' has ${held} numbers, its shape [${shape}] ${size}`);
  return [name, { data, shape }];
}

/** A name and a shape, in which 0 stands for any number: ValueInfo > Type > Tensor > Shape. */
function parsePort(bytes: Uint8Array): { name: string; shape: number[] } {
  const inside = (message: Uint8Array, id: number): Uint8Array =>
    fields(message, id)[0]?.bytes ?? new Uint8Array(0);
  const dims = fields(inside(inside(inside(bytes, 2), 1), 2), 1);
  const shape = dims.map((dim) => fields(dim.bytes, 1)[0]?.value ?? 0);
  return { name: text(fields(bytes, 1)[0]), shape };
}

/** Little-endian floats, copied: those of a file stand at any place, which floats may not. */
function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice(0, bytes.length & ~3).buffer);
}

export function product(shape: number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}
