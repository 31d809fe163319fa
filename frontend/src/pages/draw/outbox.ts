/** What waits to be sent, in the browser's own database: it outlives the page. */

export interface Parcel {
  /** Whose it is: another person at the same browser must not send it. */
  owner: string;
  record: string;
  corrected: string | null;
  picture: Blob;
}

type Stored = Parcel & { id: number };

const STORE = "outbox";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("tenfold", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
  });
}

async function run<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const request = ask(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("no answer"));
    });
  } finally {
    database.close();
  }
}

/** Keep a parcel until it can be sent; its number here. */
export const put = async (parcel: Parcel): Promise<number> =>
  Number(await run("readwrite", (store) => store.add(parcel)));

/** Throw a parcel away. */
export const drop = (id: number): Promise<undefined> =>
  run("readwrite", (store) => store.delete(id));

/** All parcels of one person, oldest first. */
export async function waiting(owner: string): Promise<Stored[]> {
  const all: Stored[] = await run("readonly", (store) => store.getAll());
  return all.filter((parcel) => parcel.owner === owner);
}
