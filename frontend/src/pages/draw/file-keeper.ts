/** Keeps corrections without a server: in the page, to be downloaded. */

import type { Keeper, Kept } from "./keeper";
import type { Record } from "./record";
import { zip, type ZipFile } from "./zip";

/** A mark that a person named: 0 to 9, or 10 for 'not a digit'. */
export interface Named {
  value: number;
  /** (28 * 28) in 0..1, 1 = ink. */
  picture: Float32Array;
}

export class FileKeeper implements Keeper {
  private readonly kept = new Map<number, Named[]>();
  private last = 0;

  /** @param changed - called with the number of marks that can be downloaded. */
  constructor(private readonly changed: (count: number) => void) {}

  async keep(record: Record): Promise<Kept> {
    this.kept.set(++this.last, record.marks);
    this.tell();
    return { at: "server", id: this.last };
  }

  async forget({ id }: Kept): Promise<void> {
    this.kept.delete(id);
    this.tell();
  }

  /** All marks as a zip with one folder a class, as `tenfold train` takes it. */
  async download(): Promise<Blob> {
    const marks = [...this.kept.values()].flat();
    return zip(await Promise.all(marks.map((mark, i) => fileOf(mark, i + 1))));
  }

  private tell(): void {
    this.changed([...this.kept.values()].flat().length);
  }
}

async function fileOf({ value, picture }: Named, place: number): Promise<ZipFile> {
  const folder = value < 10 ? String(value) : "not-a-digit";
  return { name: `${folder}/${String(place).padStart(4, "0")}.png`, data: await png(picture) };
}

/** Dark ink on white, 28x28. */
async function png(picture: Float32Array): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 28;
  const image = new ImageData(28, 28);
  picture.forEach((ink, i) => image.data.set([0, 0, 0, 255].fill(255 - 255 * ink, 0, 3), 4 * i));
  canvas.getContext("2d")!.putImageData(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return new Uint8Array(await blob!.arrayBuffer());
}
