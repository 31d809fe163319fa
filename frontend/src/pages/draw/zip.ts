/** Files -> a zip, stored as they are: pictures are packed already. */

export interface ZipFile {
  name: string;
  data: Uint8Array<ArrayBuffer>;
}

/** Make a zip. Method: PKWARE APPNOTE 6.3.3, without compression; names in UTF-8. */
export function zip(files: readonly ZipFile[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const entries: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, data } of files) {
    const path = new TextEncoder().encode(name);
    // Version 2.0, names in UTF-8, stored, midnight of 1 January 2024.
    const what = [20, 0x800, 0, 0, 0x5821, crc32(data), data.length, data.length, path.length, 0];
    const head = numbers("4 22222 444 22", [0x04034b50, ...what]);
    const entry = [0x02014b50, 20, ...what, 0, 0, 0, 0, offset];
    entries.push(numbers("42 22222 444 22 222 44", entry), path);
    parts.push(head, path, data);
    offset += head.length + path.length + data.length;
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0);
  const end = numbers("4222 2442", [0x06054b50, 0, 0, files.length, files.length, size, offset, 0]);
  return new Blob([...parts, ...entries, end], { type: "application/zip" });
}

/** Little-endian numbers of 2 or 4 bytes each, as the digits of `sizes` say. */
function numbers(sizes: string, values: readonly number[]): Uint8Array<ArrayBuffer> {
  const widths = [...sizes.replaceAll(" ", "")].map(Number);
  const bytes = new DataView(new ArrayBuffer(widths.reduce((a, b) => a + b)));
  let at = 0;
  widths.forEach((width, i) => {
    if (width === 2) bytes.setUint16(at, values[i]!, true);
    else bytes.setUint32(at, values[i]!, true);
    at += width;
  });
  return new Uint8Array(bytes.buffer);
}

/** CRC-32 of ISO 3309. */
export function crc32(data: Uint8Array): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
