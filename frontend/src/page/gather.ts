/** Files out of what was dropped, pasted or chosen; folders are looked through. */

export interface Found {
  file: File;
  /** The name with the folders it lay in. */
  name: string;
}

const PICTURES = /\.(png|jpe?g|jpe|jfif|webp|gif|bmp|dib|tiff?|p[gbpn]m|hei[cf]|pdf|zip)$/i;

/** Whether a file out of a folder is one to send: folders hold much else. */
export function isPicture(name: string): boolean {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return PICTURES.test(last) && !last.startsWith(".") && !name.startsWith("__MACOSX/");
}

/** Files of an input; one that chose a folder gives only the pictures in it. */
export function chosen(list: FileList): Found[] {
  const found = [...list].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
  return found.filter(({ file, name }) => !file.webkitRelativePath || isPicture(name));
}

/** Files of a drop or paste, those of its folders included. */
export async function dropped(data: DataTransfer): Promise<Found[]> {
  // Entries must be taken before anything is awaited: the list is empty afterwards.
  const items = [...data.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const files = items.map((item) => item.getAsFile());
  const found: Found[] = [];
  for (const [at, entry] of entries.entries()) {
    const file = files[at];
    if (entry?.isDirectory) found.push(...(await inFolder(entry as FileSystemDirectoryEntry)));
    else if (file) found.push({ file, name: file.name });
  }
  return found;
}

async function inFolder(folder: FileSystemDirectoryEntry): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of await listed(folder)) {
    if (entry.isDirectory) {
      if (!entry.name.startsWith("."))
        found.push(...(await inFolder(entry as FileSystemDirectoryEntry)));
    } else if (isPicture(entry.name)) {
      const file = await opened(entry as FileSystemFileEntry);
      if (file) found.push({ file, name: entry.fullPath.replace(/^\//, "") });
    }
  }
  return found;
}

/** All entries of a folder: a browser hands out a hundred at a time. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done) =>
      reader.readEntries(done, () => done([])),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const opened = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((done) => entry.file(done, () => done(null)));

/** What an upload of these files is called. */
export function nameOf(found: readonly Found[]): string {
  const folders = new Set(found.map(({ name }) => (name.includes("/") ? name.split("/")[0] : "")));
  const [folder] = folders;
  if (folders.size === 1 && folder) return folder;
  return found.length === 1 ? found[0]!.name : `${found.length.toLocaleString("en")} pictures`;
}
