import { expect, test } from "vitest";
import { strongest } from "../../../src/pages/inside/views/why";
import { changeWords } from "../../../src/pages/inside/why/change";
import { cut } from "../../../src/pages/inside/why/drawing";
import { signed } from "../../../src/pages/inside/why/split";
import { barsOf, sumOf } from "../../../src/pages/inside/why/sum";
import { mixUps, sharesOf } from "../../../src/pages/inside/lapse/scenes";
import { lossWords, othersWords } from "../../../src/pages/inside/learn/outcome";
import { freshMlp } from "../../../src/learn";
import { weightsOf } from "../../../src/pages/inside/learn/weights";

test("a score's parts are told with their signs", () => {
  expect([signed(1.2345, 3), signed(-0.5, 2), signed(-0.0001, 3)]).toEqual(["+1.234", "−0.50", "0.000"]); // prettier-ignore
  const sum = sumOf({ of: 4, pixels: Float32Array.of(3, -1, 0.5), blank: -0.5, score: 2 });
  expect(sum).toEqual({ blank: -0.5, plus: 3.5, minus: -1, score: 2 });
});

test("each part's bar begins where the one before ended", () => {
  const bars = barsOf({ blank: -1, plus: 4, minus: -2, score: 1 });
  expect(bars.blank).toEqual({ from: 0, to: 25 });
  expect(bars.plus).toEqual({ from: 0, to: 100 });
  expect(bars.minus).toEqual({ from: 50, to: 100 });
  expect(bars.score).toEqual({ from: 25, to: 50 });
});

test("where most speaks for and against is said by ninths", () => {
  const pixels = new Float32Array(784);
  pixels[0] = 2;
  pixels[783] = -1;
  expect(strongest(pixels)).toBe(
    "Most that speaks for it is at the top left. Most against it is at the bottom right.",
  );
});

test("a change is told by its strokes and their share of the ink", () => {
  const at = { x1: 0, y1: 0, x2: 1, y2: 1, width: 2 };
  const segments = [{ kind: "ink" as const, ...at }, { kind: "erase" as const, ...at }]; // prettier-ignore
  expect(changeWords({ segments, share: 0.126, picture: new Float32Array(784) })).toBe(
    "Add 1 stroke and erase 1 place: as much as 13% of its ink.",
  );
});

test("a digit is cut out with paper around it, without its neighbours", () => {
  const map = { data: Float32Array.of(1, 0, 0, 0, 0.5, 1, 0, 0, 1), width: 3, height: 3 };
  const { data, width, height } = cut(map, { x: 1, y: 1, width: 2, height: 2 }, 1);
  expect([width, height]).toEqual([4, 4]);
  expect([data[5], data[6], data[10]]).toEqual([0.5, 1, 1]);
  expect(data.reduce((sum, value) => sum + value, 0)).toBe(2.5);
});

test("mix-ups are the most frequent cells beside the diagonal", () => {
  const confusion = [[9, 1, 0], [0, 0, 4], [0, 0, 7]]; // prettier-ignore
  expect(mixUps(confusion)).toBe("1 as 2 (4), 0 as 1 (1)");
  expect(sharesOf([[1, 3], [0, 0]])).toEqual(Float32Array.of(0.5, Math.sqrt(0.75), 0, 0)); // prettier-ignore
});

test("a step is told as what it is", () => {
  expect(lossWords(2, 1)).toContain("helps");
  expect(lossWords(1, 2)).toContain("too large");
  expect(lossWords(1, NaN)).toContain("broken");
  expect(othersWords({ before: 20, after: 4, count: 30 })).toContain("forgets");
  expect(othersWords({ before: 20, after: 19, count: 30 })).not.toContain("forgets");
});

test("a unit's weights before, with the step, and after add up", () => {
  const [before, after] = [freshMlp(1), freshMlp(2)];
  const [was, change, is] = weightsOf(before, after, 5);
  expect(was![3]! + change![3]!).toBeCloseTo(is![3]!, 6);
  expect(was!.length).toBe(784);
});
