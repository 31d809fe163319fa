import { describe, expect, test } from "vitest";
import {
  canRedo,
  canUndo,
  cleared,
  EMPTY,
  inkBounds,
  redone,
  type Stroke,
  undone,
  visible,
  withStep,
} from "../../src/pad/strokes";

const stroke = (x: number, kind: Stroke["kind"] = "ink"): Stroke => ({
  kind,
  width: 10,
  points: [{ x, y: 0, pressure: 0.5 }],
});
const [one, two, eraser] = [stroke(1), stroke(2), stroke(3, "erase")];

describe("a drawing", () => {
  const both = withStep(withStep(EMPTY, one), two);

  test("shows strokes in the order in which they were drawn", () => {
    expect(visible(both)).toEqual([one, two]);
  });

  test("gives a stroke up on undo and back on redo", () => {
    expect(visible(undone(both))).toEqual([one]);
    expect(visible(redone(undone(both)))).toEqual([one, two]);
  });

  test("forgets what was undone once something new is drawn", () => {
    const now = withStep(undone(both), eraser);
    expect(visible(now)).toEqual([one, eraser]);
    expect(canRedo(now)).toBe(false);
  });

  test("is wiped by a clear, which can be undone and redone", () => {
    const wiped = cleared(both);
    expect(visible(wiped)).toEqual([]);
    expect(visible(undone(wiped))).toEqual([one, two]);
    expect(visible(redone(undone(wiped)))).toEqual([]);
  });

  test("that holds no ink has nothing to clear", () => {
    expect(cleared(EMPTY)).toBe(EMPTY);
    expect(cleared(cleared(both)).steps).toHaveLength(3);
  });

  test("stays as it is where there is nothing to undo or redo", () => {
    expect(undone(EMPTY)).toBe(EMPTY);
    expect(redone(both)).toBe(both);
    expect(canUndo(EMPTY)).toBe(false);
  });

  test("is never changed in place", () => {
    const before = JSON.stringify(both);
    cleared(undone(both));
    withStep(both, eraser);
    expect(JSON.stringify(both)).toBe(before);
  });
});

describe("the bounds of ink", () => {
  test("hold the pen's width and leave the eraser out", () => {
    expect(inkBounds([stroke(100), eraser])).toEqual({ left: 95, top: -5, right: 105, bottom: 5 });
  });

  test("are none without ink", () => {
    expect(inkBounds([eraser])).toBeNull();
  });
});
