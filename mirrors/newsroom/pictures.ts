import { readFile, stat } from 'node:fs/promises';
import { openCache, sha256 } from './cache.ts';
import type { EncodedPicture } from './draft.ts';
import { GetError, type Getter } from './get.ts';
import { PictureError, type PictureLimits, usualLimits } from './picture-limits.ts';

export interface PicturesOptions {
  get: Getter;
  /** Where encoded pictures are kept between runs. */
  cacheFolder: string;
  limits?: Partial<PictureLimits>;
  /** Pictures fetched at once; encoding goes on two at once beside it. */
  fetchesAtOnce?: number;
  encodesAtOnce?: number;
  timeoutMs?: number;
  capBytes?: number;
  signal?: AbortSignal;
}

export interface Pictures {
  /**
   * A picture by its address, or by a local file in its stead. The same one is made once, however often it is asked for.
   * @param sources names of those that show it: where they may look inside private networks
   * @throws PictureError with a reason that follows the picture's name in a sentence.
   */
  picture(url: string, file?: string, sources?: readonly string[]): Promise<EncodedPicture>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** A host that failed so often in a row is not asked again in this run. */
const patience = 3;

/** Fetches and encodes pictures, with a bounded number under way. */
export function openPictures(options: PicturesOptions): Pictures {
  const limits = { ...usualLimits, ...options.limits };
  // Most runs have no new picture, and the library is slow to load.
  let opened: ReturnType<typeof openEncoder> | undefined;
  const encoder = (): ReturnType<typeof openEncoder> => {
    opened ??= openEncoder(options.cacheFolder, limits);
    return opened;
  };
  const fetching = gate(options.fetchesAtOnce ?? 6);
  const encoding = gate(options.encodesAtOnce ?? 2);
  const perHost = new Map<string, <T>(work: () => Promise<T>) => Promise<T>>();
  const failures = new Map<string, number>();
  const asked = new Map<string, Promise<EncodedPicture>>();
  const byContent = new Map<string, Promise<EncodedPicture>>();
  const timeoutMs = options.timeoutMs ?? 10_000;
  const capBytes = options.capBytes ?? 30e6;

  async function download(url: string, sources: readonly string[]): Promise<Uint8Array> {
    const host = URL.canParse(url) ? new URL(url).host : url;
    const hostGate = perHost.get(host) ?? gate(patience);
    perHost.set(host, hostGate);
    return hostGate(() =>
      fetching(async () => {
        if ((failures.get(host) ?? 0) >= patience) {
          throw new PictureError(`was not fetched: ${host} failed ${patience} times in a row`);
        }
        try {
          const got = await options.get(url, {
            accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8',
            ...{ timeoutMs, capBytes, manners: 'source', sources },
            ...(options.signal && { signal: options.signal }),
          });
          failures.set(host, 0);
          return got.bytes;
        } catch (error) {
          if (!(error instanceof GetError)) throw error;
          if (error.hostFault) failures.set(host, (failures.get(host) ?? 0) + 1);
          else failures.set(host, 0);
          throw new PictureError(error.message);
        }
      }),
    );
  }

  function encode(bytes: Uint8Array, source: string): Promise<EncodedPicture> {
    const before = byContent.get(source);
    if (before) return before;
    const made = (async (): Promise<EncodedPicture> => {
      const { cache, encodePicture } = await encoder();
      const kept = await cache.encoded(source);
      if (kept) return kept;
      const picture = await encoding(() => encodePicture(bytes, limits));
      await cache.keep(source, picture);
      return picture;
    })();
    byContent.set(source, made);
    return made;
  }

  async function fromFile(file: string): Promise<EncodedPicture> {
    let bytes: Uint8Array;
    try {
      if ((await stat(file)).size > capBytes)
        throw new PictureError(`is longer than ${Math.floor(capBytes / 1e6)} MB`);
      bytes = await readFile(file);
    } catch (error) {
      if (error instanceof PictureError) throw error;
      const code = (error as NodeJS.ErrnoException).code;
      throw new PictureError(
        code === 'ENOENT' ? `does not exist (${file})` : `cannot be read (${code ?? String(error)})`,
      );
    }
    return encode(bytes, sha256(bytes));
  }

  async function fromAddress(url: string, sources: readonly string[]): Promise<EncodedPicture> {
    const { cache } = await encoder();
    const seen = await cache.seen(url);
    const kept = seen && (await cache.encoded(seen));
    if (kept) return kept;
    const bytes = await download(url, sources);
    const source = sha256(bytes);
    const picture = await encode(bytes, source);
    await cache.sawAt(url, source);
    return picture;
  }

  return {
    picture(url, file, sources = []) {
      // What one source may not have, another may.
      const name = file ?? [url, ...sources].join(' ');
      const before = asked.get(name);
      if (before) return before;
      const made = file ? fromFile(file) : fromAddress(url, sources);
      asked.set(name, made);
      return made;
    },
    async close() {
      await Promise.allSettled(asked.values());
    },
  };
}

/** What makes pictures, and where they are kept by what made them. */
async function openEncoder(cacheFolder: string, limits: PictureLimits) {
  const { encodePicture, encoderVersion } = await import('./encode.ts');
  const cache = openCache(cacheFolder, `${encoderVersion} ${JSON.stringify(limits)}`);
  return { cache, encodePicture };
}

/** Lets at most `width` works run at once, in the order they came. */
function gate(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
