/** What is written adds up: from the numbers on the page alone, within their rounding. */

import { describe, expect, test } from "vitest";
import { layersByOutput, valueOf, type Unit } from "../../../../src/arithmetic";
import { chartOf } from "../../../../src/pages/inside/flow/blocks";
import type { Section } from "../../../../src/pages/inside/flow/sections";
import { told } from "../../../../src/pages/inside/flow/unit";
import { motley, type Ready, shipped, unitsOf } from "../../../support/networks";

const HALF = 0.5e-4;
const TEMPERATURE = 1.1619;

const read = (text: string): number => Number(text.replace("−", "-"));
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const gridOf = (section: Section, name: string): number[] | undefined =>
  section.grids.find((grid) => grid.name === name)?.texts.map(read);
const lineOf = (section: Section, label: RegExp): number =>
  read(section.lines.find((line) => label.test(line.label))!.text);
const result = (section: Section): number =>
  read(section.lines.find((line) => line.isResult)!.text);

/** That a number is another, each of `count` numbers being off by half of its last place. */
const same = (found: number, expected: number, count: number): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual((count + 1) * HALF + 1e-9);

function checkWeighted([products, total]: readonly Section[]): void {
  const [values, weights, made] = ["values", "weights", "products"].map((name) =>
    gridOf(products!, name),
  ) as [number[], number[], number[]];
  made.forEach((product, i) => {
    const slack = HALF * (1 + Math.abs(values[i]!) + Math.abs(weights[i]!)) + 1e-8;
    expect(Math.abs(values[i]! * weights[i]! - product)).toBeLessThanOrEqual(slack);
  });
  same(sum(made), result(products!), made.length);
  const sums = gridOf(total!, "sums");
  const whole = lineOf(total!, /^Sum of the/);
  if (sums) same(sum(sums), whole, sums.length);
  else same(result(products!), whole, 1);
  same(whole + lineOf(total!, /^Bias/), result(total!), 2);
}

function checkSection(section: Section, all: readonly Section[]): void {
  if (section.title.startsWith("Multiply")) checkWeighted(all.slice(all.indexOf(section)));
  if (section.title.startsWith("ReLU")) {
    same(
      result(section),
      Math.max(0, read(/max\(0, (.*)\)/.exec(section.lines[0]!.label)![1]!)),
      1,
    );
  }
  if (section.title.startsWith("Add the shortcut")) {
    const terms = section.lines[0]!.label.split(" + ").map((term) =>
      read(term.replace(/[()]/g, "")),
    );
    same(sum(terms), result(section), terms.length);
  }
  if (section.title.startsWith("Mean")) {
    const count = Number(/÷ (\d+)/.exec(section.lines.at(-1)!.label)![1]);
    const whole = lineOf(section, /^Sum of the map/);
    same(whole / count, result(section), 1);
    const values = gridOf(section, "sums") ?? gridOf(section, "values")!;
    same(sum(values), whole, values.length);
  }
  if (section.title.startsWith("Largest")) {
    same(Math.max(...gridOf(section, "values")!), result(section), 1);
  }
}

describe.each<[string, Ready]>([
  ["the shipped network", shipped()],
  ["a network of every operator", motley()],
])("%s", (_, ready) => {
  const chart = chartOf(ready.network.layers, ready.activations);
  const layers = layersByOutput(ready.network.layers);
  const blocks = [...chart.stages.flatMap((stage) => stage.blocks), chart.answer];
  const tell = (unit: Unit, part = 0, step = Infinity) =>
    told(chart, layers, ready.activations, { unit, part, step }, TEMPERATURE)!;

  test.each(blocks.map(({ title, output }) => [title, output]))(
    "what is written of %s adds up to what its map shows",
    (_, output) => {
      unitsOf(ready, output, 25).forEach((unit, i) => {
        const { sections } = tell(unit, i);
        sections.forEach((section) => checkSection(section, sections));
        const shown = sections.filter(({ title }) => !title.startsWith("Softmax")).at(-1)!;
        same(result(shown), valueOf(ready.activations, unit), 1);
      });
    },
  );

  test("the answer ends in probabilities that follow from the scores beside them", () => {
    const unit = { output: chart.answer.output, channel: 7, row: 0, column: 0 };
    const softmax = tell(unit).sections.at(-1)!;
    const cells = softmax.grids[0]!.texts;
    const row = (i: number): number[] => cells.slice(5 * i + 1, 5 * i + 5).map(read);
    const rows = [...Array(11).keys()].map(row);
    const powers = rows.map(([, , power]) => power!);
    same(sum(powers), lineOf(softmax, /^Sum of all/), 11);
    rows.forEach(([score, cooled, power, share]) => {
      expect(cooled! - score! / TEMPERATURE).toBeCloseTo(0, 3);
      expect(share! - power! / sum(powers)).toBeCloseTo(0, 3);
    });
    expect(result(softmax)).toBe(rows[7]![3]);
  });

  test("step by step the products come one after another, and their sum grows", () => {
    const { output, height, width } = blocks[0]!;
    const unit = { output, channel: 0, row: height >> 1, column: width >> 1 };
    const [section] = tell(unit, 0, 4).sections;
    const made = section!.grids.find((grid) => grid.name === "products")!;
    expect(made.texts.filter((text) => text !== "").length).toBe(4);
    expect(made.chosen).toBe(3);
    same(sum(made.texts.slice(0, 4).map(read)), lineOf(section!, /^Sum so far/), 4);
  });
});
