import type { Graph } from "./types";

/** Parse an .onnx file. */
export function parseModel(_bytes: ArrayBuffer): Graph {
  throw new Error("not written yet");
}
