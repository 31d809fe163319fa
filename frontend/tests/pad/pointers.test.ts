import { describe, expect, test } from "vitest";
import { isEraserEnd, judge, type Press, pressureOf } from "../../src/pad/pointers";

const press = (kind: Press["kind"], button = 0): Press => ({ id: 1, kind, button });

describe("a pointer that goes down", () => {
  test("draws where none does", () => {
    expect(judge(press("touch"), null)).toBe("draw");
  });

  test("is ignored while another draws: a second finger, a palm beside the pen", () => {
    expect(judge(press("touch"), press("touch"))).toBe("ignore");
    expect(judge(press("touch"), press("pen"))).toBe("ignore");
  });

  test("takes over as a pen from the hand that came first", () => {
    expect(judge(press("pen"), press("touch"))).toBe("take over");
  });

  test("does nothing with another button", () => {
    expect(judge(press("mouse", 2), null)).toBe("ignore");
  });

  test("erases with the pen's other end", () => {
    expect(judge(press("pen", 5), null)).toBe("draw");
    expect(isEraserEnd(press("pen", 5))).toBe(true);
    expect(isEraserEnd(press("pen"))).toBe(false);
  });
});

test("pressure counts from a pen alone", () => {
  expect(pressureOf("pen", 0.8)).toBe(0.8);
  expect(pressureOf("pen", 0)).toBe(0.5);
  expect(pressureOf("touch", 1)).toBe(0.5);
  expect(pressureOf("mouse", 0.5)).toBe(0.5);
});
