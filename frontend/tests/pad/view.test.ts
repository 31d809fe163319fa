import { describe, expect, test } from "vitest";
import { holds, scaled, toUnits, viewFor } from "../../src/pad/view";

const wide = { left: -650, top: -200, right: 650, bottom: 200 };

describe("a view", () => {
  test("maps the short side to 1000 units around the pad's middle", () => {
    expect(viewFor(552, 440, null)).toEqual({ scale: 0.44, x: 276, y: 220 });
    expect(toUnits(viewFor(552, 440, null), 276, 0)).toEqual({ x: 0, y: -500 });
  });

  test("keeps a drawing that fits in its place", () => {
    expect(viewFor(700, 440, wide)).toEqual(viewFor(700, 440, null));
  });

  test.each([
    [360, 640],
    [300, 300],
    [200, 900],
  ])("shows all of a wide drawing on a pad of %i x %i", (width, height) => {
    const view = viewFor(width, height, wide);
    expect(wide.left * view.scale + view.x).toBeGreaterThanOrEqual(0);
    expect(wide.right * view.scale + view.x).toBeLessThanOrEqual(width);
    expect(holds(view, width, height, wide)).toBe(true);
  });

  test("moves a drawing no further than it must", () => {
    const left = { left: -700, top: -100, right: -300, bottom: 100 };
    const view = viewFor(400, 700, left);
    expect(view.scale).toBe(0.4);
    expect(left.left * view.scale + view.x).toBeCloseTo(12);
  });

  test("comes back when the pad does", () => {
    viewFor(360, 640, wide);
    expect(viewFor(700, 440, wide)).toEqual(viewFor(700, 440, null));
  });

  test("scales with a canvas", () => {
    expect(scaled({ scale: 0.5, x: 10, y: 20 }, 2, 3, 4)).toEqual({ scale: 1, x: 23, y: 44 });
  });
});
