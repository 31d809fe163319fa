/** Numbers -> colours: ramps of a few stops, as tables of 256 colours ready for a canvas. */

/** 256 colours, each one number in the byte order of `ImageData`. */
export type Ramp = Uint32Array;

/** Names of the CSS variables that hold the stops: --map-0, --signed-0 and so on. */
export const ACTIVATION = ["--map-0", "--map-1", "--map-2", "--map-3", "--map-4"];
export const SIGNED = [0, 1, 2, 3, 4, 5, 6].map((i) => `--signed-${i}`);

/** Take the stops of a ramp from the CSS variables that stand at an element. */
export function rampOf(element: Element, names: readonly string[]): Ramp {
  const style = getComputedStyle(element);
  return ramp(names.map((name) => style.getPropertyValue(name).trim()));
}

/**
 * Make a ramp, linear between its stops.
 *
 * @param stops - at least two colours as `#rrggbb`, at even distances.
 * @throws RangeError where one is written otherwise.
 */
export function ramp(stops: readonly string[]): Ramp {
  const colours = stops.map(parseColour);
  if (colours.length < 2) throw new RangeError(`a ramp has ${stops.length} stops, expected 2`);
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (colours.length - 1);
    const below = Math.min(Math.floor(at), colours.length - 2);
    table[i] = packed(mixed(colours[below]!, colours[below + 1]!, at - below));
  }
  return table;
}

/** The colour of a value as CSS: 0 is the ramp's first, or its middle where values are signed. */
export function cssColour(ramp: Ramp, value: number, peak: number, isSigned = false): string {
  const share = peak > 0 ? Math.min(Math.max(value / peak, -1), 1) : 0;
  const colour =
    ramp[isSigned ? Math.round(128 + 127 * share) : Math.round(255 * Math.max(share, 0))]!;
  return `rgb(${colour & 255}, ${(colour >> 8) & 255}, ${(colour >> 16) & 255})`;
}

/** Black or white, whichever contrasts more with a colour of `cssColour` (WCAG 2.2). */
export function inkOn(css: string): "#000" | "#fff" {
  const [r = 0, g = 0, b = 0] = css.match(/\d+/g)!.map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
}

type Rgb = readonly [number, number, number];

/** Read `#rrggbb` or `#rgb`. */
export function parseColour(text: string): Rgb {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  const parts = short?.slice(1).map((digit) => digit + digit) ?? long?.slice(1);
  if (!parts) throw new RangeError(`'${text}' is no colour of the form #rrggbb`);
  return parts.map((part) => parseInt(part, 16)) as unknown as Rgb;
}

const mixed = (a: Rgb, b: Rgb, share: number): Rgb =>
  [0, 1, 2].map((i) => Math.round(a[i]! + (b[i]! - a[i]!) * share)) as unknown as Rgb;

/** `ImageData` is little-endian RGBA wherever browsers run. */
const packed = ([r, g, b]: Rgb): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
