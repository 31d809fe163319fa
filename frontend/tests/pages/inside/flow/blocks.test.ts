import { describe, expect, test } from "vitest";
import { blockWith, chartOf } from "../../../../src/pages/inside/flow/blocks";
import { layout, type Spot } from "../../../../src/pages/inside/flow/layout";
import { linesOf } from "../../../../src/pages/inside/flow/lines";
import { motley, shipped } from "../../../support/networks";

const ready = shipped();
const chart = chartOf(ready.network.layers, ready.activations);
const blocks = chart.stages.flatMap((stage) => stage.blocks);

describe("the chart of the shipped network", () => {
  test("has its layers in stages of one resolution, under the names of its parts", () => {
    expect(chart.stages.map(({ title, blocks }) => [title, blocks.length])).toEqual([
      ["Strokes", 2],
      ["Parts", 7],
      ["Shapes", 2],
      ["Summary", 1],
    ]);
    expect(blocks.map(({ title }) => title).slice(0, 4)).toEqual([
      "Strokes 1",
      "Strokes 2",
      "Parts 1",
      "Parts 2",
    ]);
  });

  test("shows every layer, each ReLU as one with what is before it", () => {
    const shown = [...blocks, chart.answer].flatMap((block) => block.layers);
    const all = ready.network.layers.filter(({ op }) => op !== "Flatten");
    expect(shown).toEqual(all);
  });

  test("knows what may be below 0: what is added to a shortcut, and the scores", () => {
    const signed = [...blocks, chart.answer].filter((block) => block.isSigned);
    expect(signed.map(({ title }) => title)).toEqual(["Parts 3", "Parts 6", "Answer"]);
  });

  test("has two shortcuts, which go past two layers each", () => {
    const sums = blocks.filter(({ inputs }) => inputs.length > 1);
    const titles = sums.map(({ inputs }) => inputs.map((name) => blockWith(chart, name)!.title));
    expect(titles).toEqual([
      ["Parts 1", "Parts 3"],
      ["Parts 4", "Parts 6"],
    ]);
  });
});

test("a network without names of its own is numbered", () => {
  const other = motley();
  const { stages, answer } = chartOf(other.network.layers, other.activations);
  expect(stages.map(({ title }) => title)).toEqual(["Maps 1", "Maps 2", "Units"]);
  expect(stages[0]!.blocks.map(({ title }) => title)).toEqual([
    "Maps 1, layer 1",
    "Maps 1, layer 2",
    "Maps 1, layer 3",
  ]);
  expect(answer.layers.map(({ op }) => op)).toEqual(["Gemm"]);
});

describe.each([960, 1280, 720, 336, 300])("laid out %d pixels wide", (width) => {
  const forms = chart.stages.map((stage) => stage.blocks);
  const plan = layout(forms, width, 1);
  const spots: Spot[] = [plan.picture, ...plan.panels.flat(), plan.answer];

  test("nothing lies outside, and nothing on anything else", () => {
    for (const { x, y, width: wide, height } of spots) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(-1e-6);
      expect(x + wide).toBeLessThanOrEqual(width + 1e-6);
      expect(y + height).toBeLessThanOrEqual(plan.height + 1e-6);
    }
    spots.forEach((a, i) =>
      spots.slice(i + 1).forEach((b) => {
        const isBeside = a.x + a.width <= b.x + 1e-6 || b.x + b.width <= a.x + 1e-6;
        const isAbove = a.y + a.height <= b.y + 1e-6 || b.y + b.height <= a.y + 1e-6;
        expect(isBeside || isAbove).toBe(true);
      }),
    );
  });

  test("every block is reached by a line from each that flows into it", () => {
    const lines = linesOf(chart, plan, false);
    expect(lines.length).toBe(plan.isWide ? 15 : 14);
    expect(lines.filter(({ plus }) => plus).length).toBe(2);
    expect(lines.every(({ path }) => /^M[-\d. MCQV]+$/.test(path))).toBe(true);
  });
});

test("on a wide page the whole network is no higher than a screen has room for", () => {
  const forms = chart.stages.map((stage) => stage.blocks);
  expect(layout(forms, 960, 1).height).toBeLessThan(450);
});
