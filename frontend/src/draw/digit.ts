/** One small picture of ink on a canvas that lies on the page's ground: ink in the text's colour. */

/**
 * @param ink - (size * size) bytes, row by row, 255 = ink.
 */
export function paintDigit(canvas: HTMLCanvasElement, ink: Uint8Array, size: number): void {
  [canvas.width, canvas.height] = [size, size];
  const image = new ImageData(size, size);
  // Only how much of the ground is covered: the colour is given by the page, which may be dark.
  for (let i = 0; i < ink.length; i++) image.data[i * 4 + 3] = ink[i]!;
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}
