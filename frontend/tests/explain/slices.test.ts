import { expect, test, vi } from "vitest";
import { Slices } from "../../src/explain";

function* counting(to: number, seen: number[]): Generator<void, number> {
  for (let i = 0; i < to; i++) {
    seen.push(i);
    yield;
  }
  return to;
}

test("work is done to its end, and its result told", async () => {
  const slices = new Slices();
  const result = await new Promise((done) => slices.run(counting(5, []), done));
  expect(result).toBe(5);
});

test("newer work takes the place of older, and stopped work tells nothing", async () => {
  const slices = new Slices();
  const [old, stopped, seen] = [vi.fn(), vi.fn(), [] as number[]];
  slices.run(counting(3, seen), old);
  await new Promise((done) => slices.run(counting(3, []), done));
  slices.run(counting(3, seen), stopped);
  slices.stop();
  await new Promise((done) => setTimeout(done, 20));
  expect([old, stopped].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  expect(seen).toEqual([]);
});
