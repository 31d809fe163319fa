import { expect, test } from "vitest";
import { fieldOf, problemOf } from "../../../src/pages/new-run/fields";

const epochs = { low: 1, high: 10_000, isWhole: true };

test("a value out of its range is told with the range", () => {
  expect(problemOf("500000", epochs)).toBe("Choose a whole number from 1 to 10,000.");
  expect(problemOf("0.7", { low: 0, high: 0.5, isWhole: false })).toBe(
    "Choose a number from 0 to 0.5.",
  );
  expect(problemOf("2.5", epochs)).not.toBe("");
  expect(problemOf("ten", epochs)).not.toBe("");
});

test("a value in its range is good, and so is none", () => {
  expect(problemOf(" 20 ", epochs)).toBe("");
  expect(problemOf("", epochs)).toBe("");
});

test("a refusal finds its field by its first words", () => {
  const names = ["epochs", "learning_rate"];
  expect(fieldOf("Learning_rate is 0, expected more: such steps learn nothing.", names)).toBe(
    "learning_rate",
  );
  expect(fieldOf("Epochs is 0, expected 1 to 10000.", names)).toBe("epochs");
  expect(fieldOf("There is no data set 'x'.", names)).toBeNull();
});
