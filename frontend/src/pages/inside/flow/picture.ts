/** The picture of a network as an SVG document: panels, lines, titles and bars, given as arrays. */

import type { Spot } from "./layout";

export interface Picture {
  width: number;
  height: number;
  /** Panels as data: addresses. */
  images: { spot: Spot; href: string }[];
  lines: { path: string; isShort: boolean }[];
  titles: { spot: Spot; title: string; note: string }[];
  /** A row each, from the top of the spot to its bottom. */
  scores: { spot: Spot; rows: { name: string; share: number; text: string }[] };
  colours: Record<"paper" | "ink" | "quiet" | "line" | "bar" | "accent", string>;
}

const MARGIN = 24;
const FONT = "system-ui, sans-serif";

/** Write the document. */
export function pictureSvg(picture: Picture): string {
  const { width, height, colours } = picture;
  const [wide, high] = [width + 2 * MARGIN, height + 2 * MARGIN].map(Math.ceil);
  const parts = [
    `<rect width="${wide}" height="${high}" fill="${colours.paper}"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})" font-family="${FONT}" font-size="13">`,
    ...picture.lines.map((line) => lineOf(line, colours.line)),
    ...picture.images.map(imageOf),
    ...picture.titles.flatMap((title) => titleOf(title, colours)),
    ...scoresOf(picture),
    "</g>",
  ];
  const size = `width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${parts.join("\n")}\n</svg>\n`;
}

const place = ({ x, y, width, height }: Spot): string =>
  `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;

const n = (value: number): string => String(Math.round(value * 100) / 100);

function imageOf({ spot, href }: Picture["images"][number]): string {
  return `<image ${place(spot)} preserveAspectRatio="none" href="${href}"/>`;
}

function lineOf({ path, isShort }: Picture["lines"][number], colour: string): string {
  const dashes = isShort ? ' stroke-dasharray="3 3"' : "";
  return `<path d="${path}" fill="none" stroke="${colour}"${dashes}/>`;
}

function titleOf(
  { spot, title, note }: Picture["titles"][number],
  colours: Picture["colours"],
): string[] {
  return [
    text(spot.x, spot.y + 13, title, `font-weight="600" fill="${colours.ink}"`),
    text(spot.x, spot.y + 30, note, `font-size="12" fill="${colours.quiet}"`),
  ];
}

function scoresOf({ scores: { spot, rows }, colours }: Picture): string[] {
  const step = spot.height / rows.length;
  const most = Math.max(...rows.map((row) => row.share));
  const room = spot.width - 116;
  return rows.flatMap(({ name, share, text: value }, i) => {
    const y = spot.y + (i + 0.5) * step;
    const colour = share === most ? colours.accent : colours.bar;
    const bar = { x: spot.x + 64, y: y - 4, width: 1 + share * room, height: 8 };
    return [
      text(spot.x, y + 4, name, `fill="${colours.ink}"`),
      `<rect ${place(bar)} fill="${colour}"/>`,
      text(spot.x + spot.width, y + 4, value, `fill="${colours.ink}" text-anchor="end"`),
    ];
  });
}

function text(x: number, y: number, words: string, more: string): string {
  const safe = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${n(x)}" y="${n(y)}" ${more}>${safe}</text>`;
}
