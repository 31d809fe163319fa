/** A picture that only this page has: the part with the writing, drawn on a canvas. */

import type { Box } from "./types";

interface Options {
  file: File;
  view: Box;
  /** Called where the browser cannot show this kind of file. */
  lost: () => void;
}

const MOST_PX = 480;

export function localView(
  canvas: HTMLCanvasElement,
  options: Options,
): { update(o: Options): void } {
  const draw = async ({ file, view, lost }: Options): Promise<void> => {
    const [x, y, width, height] = view;
    const scale = Math.min(1, MOST_PX / width);
    try {
      const image = await createImageBitmap(file, x, y, width, height, {
        resizeWidth: Math.max(1, Math.round(width * scale)),
        resizeHeight: Math.max(1, Math.round(height * scale)),
      });
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      image.close();
    } catch {
      lost();
    }
  };
  void draw(options);
  return { update: (changed) => void draw(changed) };
}
