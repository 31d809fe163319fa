import { expect, test } from "vitest";
import { placeOf } from "../../../src/pages/run/lapse";
import { told } from "../../../src/pages/run/log";

test("of thinned epochs the last one up to the chosen is shown", () => {
  expect([1, 2, 3, 6, 9].map((epoch) => placeOf([1, 3, 8], epoch))).toEqual([0, 0, 1, 1, 2]);
});

test("before the first kept epoch the first is shown", () => {
  expect(placeOf([4, 8], 2)).toBe(0);
});

test("a line of the log has the time of day, and one without a time stays as it is", () => {
  expect(told("2026-11-24T14:02:00+00:00 Epoch 1.")).toMatch(/^\d\d:\d\d:\d\d {2}Epoch 1\.$/);
  expect(told("no time here")).toBe("no time here");
});
