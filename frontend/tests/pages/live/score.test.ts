import { expect, test } from "vitest";
import { difficulty, flashMs, NOTHING, pace, scored, verdict } from "../../../src/pages/live/score";

test("the score counts right answers and the mean of all times", () => {
  const side = scored(scored(NOTHING, true, 500), false, 1500);
  expect(side.right).toBe(1);
  expect(pace(side)).toBe("1.0 s");
  expect(pace(scored(NOTHING, true, 1.23))).toBe("1.2 ms");
  expect(pace(NOTHING)).toBe("–");
});

test("rounds get shorter and harder", () => {
  expect(flashMs(9)).toBeLessThan(flashMs(0));
  expect(difficulty(0)).toBeCloseTo(0.45);
  expect(difficulty(9)).toBeCloseTo(1);
});

test("who has more right wins, whatever the time", () => {
  const [one, none] = [scored(NOTHING, true, 900), scored(NOTHING, false, 1)];
  expect(verdict(one, none)).toBe("You win.");
  expect(verdict(none, one)).toBe("The machine wins.");
  expect(verdict(one, one)).toBe("A draw.");
});
