/** The wire format of Protocol Buffers: https://protobuf.dev/programming-guides/encoding/. */

import { expect } from "./types";

/** One field of a message: its number, and a whole number or bytes. */
export interface Field {
  id: number;
  value: number;
  bytes: Uint8Array;
}

/** Fields of a message in the order in which they are stored; those with some numbers only. */
export function fields(message: Uint8Array, ...ids: number[]): Field[] {
  const found: Field[] = [];
  for (const cursor = { at: 0 }; cursor.at < message.length;) {
    const tag = varint(message, cursor);
    const [id, wire] = [tag >>> 3, tag & 7];
    expect([0, 1, 2, 5].includes(wire), "this is no .onnx file");
    const number = wire === 0 || wire === 2 ? varint(message, cursor) : 0;
    const length = [0, 8, number, 0, 0, 4][wire];
    const bytes = message.subarray(cursor.at, (cursor.at += length));
    expect(length >= 0 && bytes.length === length, "the model's file is cut off; fetch it again");
    if (!ids.length || ids.includes(id)) found.push({ id, value: number, bytes });
  }
  return found;
}

/** Whole numbers of a repeated field, which is stored as one each or packed together. */
export function integers(field: Field): number[] {
  if (!field.bytes.length) return [field.value];
  const found: number[] = [];
  for (const cursor = { at: 0 }; cursor.at < field.bytes.length;) {
    found.push(varint(field.bytes, cursor));
  }
  return found;
}

export function text(field: Field | undefined): string {
  return new TextDecoder().decode(field?.bytes);
}

/** A signed whole number of up to 64 bits; those beyond 2^53 are rounded. */
function varint(message: Uint8Array, cursor: { at: number }): number {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    expect(cursor.at < message.length, "the model's file is cut off; fetch it again");
    const byte = message[cursor.at++];
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) break;
  }
  return Number(BigInt.asIntN(64, value));
}
