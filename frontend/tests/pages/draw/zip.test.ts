import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { crc32, zip } from "../../../src/pages/draw/zip";

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

test("the checksum is the one of the standard", () => {
  expect(crc32(bytes("123456789"))).toBe(0xcbf43926);
});

test("another program opens the zip and finds every file whole", async () => {
  const blob = zip([
    { name: "7/0001.png", data: bytes("seven") },
    { name: "not-a-digit/0002.png", data: bytes("") },
  ]);
  const path = join(mkdtempSync(join(tmpdir(), "zip-")), "made.zip");
  writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
  const script =
    "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist(), z.read('7/0001.png'))";
  const told = execFileSync("python3", ["-c", script, path], { encoding: "utf-8" }).trim();
  expect(told).toBe("None ['7/0001.png', 'not-a-digit/0002.png'] b'seven'");
});
