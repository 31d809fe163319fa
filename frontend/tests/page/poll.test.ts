import { expect, test } from "vitest";
import { nextWait } from "../../src/page/poll";

const pace = { soon: 1000, late: 10_000 };

test("news are asked for soon, silence ever later, up to an end", () => {
  const waits = [1000];
  for (let i = 0; i < 8; i++) waits.push(nextWait(waits.at(-1)!, false, pace));
  expect(waits.slice(0, 3)).toEqual([1000, 1500, 2250]);
  expect(waits.at(-1)).toBe(10_000);
  expect(nextWait(10_000, true, pace)).toBe(1000);
});
