import { describe, expect, test } from "vitest";
import { decodeStrokes, encodeStrokes, type Stroke } from "../../src/pad";

const even: Stroke = {
  kind: "ink",
  width: 67.2,
  points: [
    { x: -120.25, y: 40, pressure: 0.5 },
    { x: 300, y: -499, pressure: 0.5 },
  ],
};
const pressed: Stroke = {
  kind: "erase",
  width: 32,
  points: [
    { x: 0, y: 0, pressure: 0.25 },
    { x: 1.75, y: -1, pressure: 1 },
  ],
};

describe("a drawing as text", () => {
  test("comes back as it was", () => {
    expect(decodeStrokes(encodeStrokes([even, pressed]))).toEqual([even, pressed]);
    expect(decodeStrokes(encodeStrokes([]))).toEqual([]);
  });

  test("needs no quoting in an address, and two bytes a small step", () => {
    const points = Array.from({ length: 200 }, (_, i) => ({ x: i * 6, y: i * 9, pressure: 0.5 }));
    const text = encodeStrokes([{ ...even, points }]);
    expect(text).toMatch(/^[\w-]+$/);
    expect(text.length).toBeLessThan(560);
  });

  test("leaves out what does not move", () => {
    const still = [even.points[0]!, { ...even.points[0]!, x: -120.3 }];
    expect(decodeStrokes(encodeStrokes([{ ...even, points: still }]))![0]!.points.length).toBe(1);
  });

  test.each(["!", "a", "____", "4A", "REMA1wQXQB9aKWgtZk", "x".repeat(100_000)])(
    "%.12s is none",
    (text) => {
      const strokes = decodeStrokes(text);
      if (strokes) expect(strokes.every(({ points }) => points.length > 0)).toBe(true);
      else expect(strokes).toBeNull();
    },
  );

  test("that is cut off or asks for too much is none", () => {
    const text = encodeStrokes([even, pressed]);
    expect(decodeStrokes(text.slice(0, 6))).toBeNull();
    const many = Array.from({ length: 20_001 }, (_, i) => ({ x: i, y: 0, pressure: 0.5 }));
    expect(decodeStrokes(encodeStrokes([{ ...even, points: many }]))).toBeNull();
  });
});
