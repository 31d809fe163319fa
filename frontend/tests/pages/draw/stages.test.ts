import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { Network, parseModel } from "../../../src/net";
import { columnsOf, type Stage, stagesOf } from "../../../src/pages/draw/stages";

describe("the stages of the shipped network", () => {
  let stages: Stage[];

  beforeAll(() => {
    const path = new URL("../../../../src/tenfold/weights/tenfold_small.onnx", import.meta.url);
    const network = new Network(parseModel(new Uint8Array(readFileSync(path)).buffer));
    stages = stagesOf(network.layers, network.run(new Float32Array(784)));
  });

  test("group its layers by resolution, under the names of its parts", () => {
    expect(stages.map((stage) => stage.title)).toEqual(["Strokes", "Parts", "Shapes", "Summary"]);
    expect(stages.map((stage) => stage.panels.length)).toEqual([2, 5, 2, 1]);
  });

  test("say how many maps there are and how large", () => {
    expect(stages[1]!.note).toBe("5 layers of 32 maps, 14 × 14");
    expect(stages[3]!.note).toBe("64 units");
  });

  test("are laid out broad for maps and square for units", () => {
    expect(stages.map((stage) => columnsOf(stage.panels[0]!))).toEqual([8, 16, 16, 8]);
  });
});
