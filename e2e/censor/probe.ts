/** What is looked at inside the page. Each function stands on its own, since it is sent to the browser as text. */

/** What the page shows at the moment. */
export interface Seen {
  edition: string;
  worker: string;
  held: string;
  /** Links to articles. */
  links: number;
  status: string;
  text: string;
}

/** Reads the marks and the text of the page. */
export function seePage(): Seen {
  const { edition = '', worker = '', held = '' } = document.documentElement.dataset;
  return {
    ...{ edition, worker, held },
    links: document.querySelectorAll('a[href^="#/a/"]').length,
    status: document.querySelector('[role=status]')?.textContent?.trim() ?? '',
    text: document.body?.textContent ?? '',
  };
}

/** What the library holds. */
export interface Shelf {
  /** Number of the edition. */
  n: number;
  /** When a mirror last confirmed it (ms since 1970). */
  checked: number;
  /** Articles of the front page whose text is held, and how many there are. */
  front: number;
  fronts: number;
  /** Articles held that are newer than `last`. */
  newer: number;
  /** How many of the wanted blocks are held. */
  blocks: number;
  newShell: number;
}

/** Counts what the library holds. `wanted` are digests; articles after `last` are new. */
export async function seeShelf(publication: string, wanted: string[], last: number): Promise<Shelf> {
  const nothing = { n: 0, checked: 0, front: 0, fronts: 0, newer: 0, blocks: 0, newShell: 0 };
  // To open a database that is not there would make an empty one.
  if (!(await indexedDB.databases()).some(({ name }) => name === 'reader')) return nothing;
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const scope = globalThis as { watched?: IDBDatabase };
  const database = scope.watched ?? (await done(indexedDB.open('reader')));
  scope.watched = database;
  database.onversionchange = () => {
    database.close();
    delete scope.watched;
  };
  const all = database.transaction(['meta', 'held', 'blocks']);
  type Card = { id: string; q: number };
  const [head, edition, held, keys, shell] = await Promise.all([
    done(all.objectStore('meta').get([publication, 'head'])) as Promise<{ checked: number } | undefined>,
    done(all.objectStore('meta').get([publication, 'edition'])) as Promise<
      { n: number; cards: Card[] } | undefined
    >,
    done(all.objectStore('held').getAll()) as Promise<Card[]>,
    done(all.objectStore('blocks').getAllKeys()) as Promise<[string, string][]>,
    done(all.objectStore('meta').get([publication, 'shell'])) as Promise<
      { next: { version: number } | null } | undefined
    >,
  ]);
  const texts = new Map(held.map(({ id, q }) => [id, q]));
  const here = new Set(keys.map(([, digest]) => digest));
  return {
    n: edition?.n ?? 0,
    checked: head?.checked ?? 0,
    front: edition?.cards.filter(({ id, q }) => texts.get(id) === q).length ?? 0,
    fronts: edition?.cards.length ?? 0,
    newer: held.filter(({ q }) => q > last).length,
    blocks: wanted.filter((digest) => here.has(digest)).length,
    newShell: shell?.next?.version ?? 0,
  };
}

/** Digests of blocks and paths of files in the library whose bytes are not what they should be. */
export async function findWrong(): Promise<string[]> {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'reader')) return [];
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const digestOf = async (bytes: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
  const database = await done(indexedDB.open('reader'));
  const read = async <T>(store: string) => {
    const found = database.transaction(store).objectStore(store);
    return Promise.all([done(found.getAllKeys()), done(found.getAll())]) as Promise<
      [(string | number)[][], T[]]
    >;
  };
  const wrong: string[] = [];
  const [keys, blocks] = await read<ArrayBuffer>('blocks');
  for (const [i, block] of blocks.entries()) {
    const digest = String(keys[i]![1]);
    if ((await digestOf(block)) !== digest) wrong.push(digest);
  }
  const [paths, files] = await read<{ bytes: ArrayBuffer; digest: string }>('files');
  for (const [i, file] of files.entries()) {
    if ((await digestOf(file.bytes)) !== file.digest) wrong.push(paths[i]!.join('/'));
  }
  database.close();
  return wrong;
}

/** What the library remembers of each lane: address to verdict. */
export async function seeLanes(): Promise<Record<string, string>> {
  const request = indexedDB.open('reader');
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const lanes = database.transaction('lanes').objectStore('lanes').getAll() as IDBRequest<
    { url: string; verdict: string }[]
  >;
  await new Promise<void>((resolve) => {
    lanes.onsuccess = () => resolve();
  });
  database.close();
  return Object.fromEntries(lanes.result.map(({ url, verdict }) => [url, verdict]));
}
