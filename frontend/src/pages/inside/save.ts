/** Saves what a view shows: its picture as SVG or as a PNG of twice its size, its numbers as JSON. */

const PNG_SCALE = 2;

export function saveSvg(svg: string, name: string): void {
  save(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
}

export function saveJson(content: unknown, name: string): void {
  save(new Blob([JSON.stringify(content)], { type: "application/json" }), `${name}.json`);
}

/** @throws Error where the browser cannot paint it. */
export async function savePng(svg: string, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * PNG_SCALE, image.height * PNG_SCALE];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!png) throw new Error("this browser made no PNG of it");
    save(png, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
