import { describe, expect, it } from "vitest";
import { isPicture, nameOf } from "../../src/page/gather";
import { loads } from "../../src/page/send";

const found = (name: string, size: number) => ({ name, file: { size } as File });

describe("loads", () => {
  it("puts small files together and a large one on its own", () => {
    const all = loads([found("a", 40), found("b", 50), found("c", 500), found("d", 10)], 7, 100);
    expect(all.map((load) => load.files.map(({ at }) => at))).toEqual([[7, 8], [9], [10]]);
    expect(all.map((load) => load.bytes)).toEqual([90, 500, 10]);
  });

  it("takes at most a hundred files into one request", () => {
    const many = Array.from({ length: 250 }, (_, n) => found(`${n}`, 1));
    expect(loads(many, 0, 1e6).map((load) => load.files.length)).toEqual([100, 100, 50]);
  });
});

describe("gathering", () => {
  it("takes pictures out of folders and leaves the rest", () => {
    const names = ["d/a.PNG", "d/b.pdf", "d/.c.png", "__MACOSX/d.png", "d/notes.txt", "d/e.zip"];
    expect(names.filter(isPicture)).toEqual(["d/a.PNG", "d/b.pdf", "d/e.zip"]);
  });

  it("names an upload after its folder, its file, or its number of pictures", () => {
    expect(nameOf([found("March/a.png", 1), found("March/b.png", 1)])).toBe("March");
    expect(nameOf([found("a.zip", 1)])).toBe("a.zip");
    expect(nameOf([found("a.png", 1), found("b.png", 1)])).toBe("2 pictures");
  });
});
