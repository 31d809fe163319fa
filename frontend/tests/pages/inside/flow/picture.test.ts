import { expect, test } from "vitest";
import { pictureSvg } from "../../../../src/pages/inside/flow/picture";

const spot = { x: 10, y: 20, width: 100, height: 110 };
const colours = {
  paper: "#fff",
  ink: "#000",
  quiet: "#666",
  line: "#999",
  bar: "#888",
  accent: "#00f",
};
const svg = pictureSvg({
  width: 200,
  height: 150,
  images: [{ spot, href: "data:image/png;base64,AAAA" }],
  lines: [
    { path: "M0 0L1 1", isShort: false },
    { path: "M2 2L3 3", isShort: true },
  ],
  titles: [{ spot, title: "R&D <1>", note: "4 maps" }],
  scores: {
    spot,
    rows: [0.25, 0.75].map((share, i) => ({ name: `${i}`, share, text: `${share}` })),
  },
  colours,
});

test("a picture holds each part where it lies", () => {
  expect(svg).toContain('<image x="10" y="20" width="100" height="110"');
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  expect(svg.match(/<rect/g)).toHaveLength(3);
  expect(svg).toContain('viewBox="0 0 248 198"');
});

test("the most probable has the accent, and words are quoted", () => {
  expect(svg.match(/fill="#00f"/g)).toHaveLength(1);
  expect(svg).toContain("R&amp;D &lt;1>");
});
