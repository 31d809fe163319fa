/** Writes small .onnx files: just enough of Protocol Buffers to make what the tests need. */

type Value = number | string | Uint8Array;

/** A message of [number of the field, value] pairs. */
export function message(...fields: [number, Value][]): Uint8Array {
  return join(fields.map(([id, value]) => field(id, value)));
}

function field(id: number, value: Value): Uint8Array {
  if (typeof value === "number") return join([varint(id << 3), varint(value)]);
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return join([varint((id << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest ? low | 128 : low);
  } while (rest);
  return Uint8Array.from(bytes);
}

function join(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export type Settings = Record<string, number | number[] | string>;

export function node(op: string, inputs: string[], output: string, settings: Settings = {}) {
  const attributes = Object.entries(settings).map(([name, value]): [number, Value] => {
    if (typeof value === "number") return [5, message([1, name], [3, value])];
    if (typeof value === "string") return [5, message([1, name], [4, value])];
    return [5, message([1, name], ...value.map((each): [number, Value] => [8, each]))];
  });
  const names = inputs.map((name): [number, Value] => [1, name]);
  return message(...names, [2, output], [3, `${op} of ${inputs[0]}`], [4, op], ...attributes);
}

/** A constant: float32 (type 1) or int8 (type 3). */
export function constant(name: string, shape: number[], values: number[], type = 1): Uint8Array {
  const data = type === 1 ? Float32Array.from(values) : Int8Array.from(values);
  const dims = shape.map((side): [number, Value] => [1, side]);
  return message(...dims, [2, type], [8, name], [9, new Uint8Array(data.buffer)]);
}

function port(name: string, shape: number[]): Uint8Array {
  const dims = shape.map((side): [number, Value] => [1, message([1, side])]);
  return message([1, name], [2, message([1, message([1, 1], [2, message(...dims)])])]);
}

/** An .onnx file with input 'image' of a shape (without the batch) and output 'logits'. */
export function model(shape: number[], nodes: Uint8Array[], constants: Uint8Array[] = []) {
  const graph = message(
    ...nodes.map((each): [number, Value] => [1, each]),
    ...constants.map((each): [number, Value] => [5, each]),
    [11, port("image", [1, ...shape])],
    [12, port("logits", [1, 11])],
  );
  return message([1, 10], [7, graph]).buffer as ArrayBuffer;
}
