import { expect, test } from "vitest";
import { actionOf, type Key } from "../../../src/pages/draw/keys";

const key = (name: string, held: Partial<Key> = {}): Key => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test.each([
  [key("c"), "clear"],
  [key("E", { shiftKey: true }), "erase"],
  [key("z", { ctrlKey: true }), "undo"],
  [key("Z", { ctrlKey: true, shiftKey: true }), "redo"],
  [key("y", { metaKey: true }), "redo"],
  [key("?", { shiftKey: true }), "help"],
  [key("c", { ctrlKey: true }), null],
  [key("c", { altKey: true }), null],
  [key("x"), null],
])("key %o does %s", (press, action) => {
  expect(actionOf(press)).toBe(action);
});

test("keys alone can be switched off, those with Ctrl stay", () => {
  expect(actionOf(key("c"), false)).toBeNull();
  expect(actionOf(key("z", { ctrlKey: true }), false)).toBe("undo");
});
