import { expect, test } from "vitest";
import { parseHash, toHash } from "../../../src/pages/inside/state";

test("state comes back from the address as it was", () => {
  const state = { view: "flow", unit: "relu_3.5.10.6", words: "a b&c=d" };
  expect(parseHash(toHash(state))).toEqual(state);
});

test("what is empty is left out, and nothing at all is no #", () => {
  expect(toHash({ view: "", at: "1" })).toBe("#at=1");
  expect(toHash({ view: "" })).toBe("");
  expect(parseHash("")).toEqual({});
});
