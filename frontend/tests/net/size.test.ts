import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = new URL("../../src/net/", import.meta.url);
const files = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), "utf8"));

test("the runtime imports nothing from outside", () => {
  const from = files.flatMap((text) =>
    [...text.matchAll(/from "([^"]+)"/g)].map(([, path]) => path),
  );
  expect(from.filter((path) => !path.startsWith("./"))).toEqual([]);
});

test("the runtime stays at 400 lines of code, beside what explains it", () => {
  const lines = files.flatMap((text) => text.split("\n"));
  const code = lines.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
  expect(code.length).toBeLessThanOrEqual(400);
});
