/** Writes small time-lapse files, as docs/formats.md has them. */

export interface Parts {
  version?: number;
  magic?: string;
}

/** Two epochs of a network of one dense layer on pictures of 1 x 2 x 2, and two pictures followed. */
export function timelapse({ version = 1, magic = "TENFLAP1" }: Parts = {}): ArrayBuffer {
  const node = {
    name: "head",
    op: "Gemm",
    inputs: ["flat", "w", "b"],
    outputs: ["logits"],
    attributes: { transB: 1 },
  };
  const flatten = { name: "flat", op: "Flatten", inputs: ["image"], outputs: ["flat"] };
  const header = {
    version,
    graph: {
      nodes: [{ ...flatten, attributes: {} }, node],
      input: "image",
      inputShape: [1, 2, 2],
      output: "logits",
    },
    tensors: [
      { name: "w", shape: [2, 4], type: "int8", scales: 0, at: 16 },
      { name: "b", shape: [2], type: "float32", at: 8 },
    ],
    metrics: [{ epoch: 1, loss: 2 }, { epoch: 2, loss: 1 }, { epoch: 3 }],
    epochs: [1, 3],
    weights: { size: 24, at: [1592, 1616] },
    sample: { count: 2, labels: [3, 10], share: 0.8, positions: 0, said: 16, pictures: 24 },
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = text.length + ((8 - ((12 + text.length) % 8)) % 8);
  const bytes = new Uint8Array(12 + length + 1640).fill(32);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(8, length, true);
  bytes.set(text, 12);
  const body = 12 + length;
  bytes.fill(0, body);
  new Int16Array(bytes.buffer, body, 8).set([32767, 0, 0, -32767, 0, 0, 16384, 0]);
  bytes.set([3, 4, 3, 10], body + 16);
  bytes.fill(255, body + 24 + 784, body + 24 + 1568);
  weights(bytes.buffer, body + 1592, [0.5, 1], [1, 2]);
  weights(bytes.buffer, body + 1616, [0.25, 1], [0, 0]);
  return bytes.buffer;
}

function weights(buffer: ArrayBuffer, at: number, scales: number[], bias: number[]): void {
  new Float32Array(buffer, at, 4).set([...scales, ...bias]);
  new Int8Array(buffer, at + 16, 8).set([2, 0, 0, 0, 0, 0, 0, -127]);
}
