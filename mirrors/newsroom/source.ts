import type { Getter } from './get.ts';

/** One member of `sources` in `tamizdat.json`, as far as this newsroom can read it. */
export type Source =
  | { feed: string; url?: string; wordpress?: never; folder?: never }
  | { folder: string; feed?: never; url?: never };

/** What a reader of sources is given besides the source itself. */
export interface SourceContext {
  /** Folder of `tamizdat.json`; relative paths start there. */
  folder: string;
  /** Language of articles that name none. */
  language: string;
  /** Takes one line for every thing worth a person's knowing that costs no article. */
  report: (line: string) => void;
  get?: Getter;
  signal?: AbortSignal;
}

/** A source that cannot be had or read. The message is one sentence: what, where, what to do. */
export class SourceError extends Error {
  override name = 'SourceError';
}

const later = ['wordpress', 'wxr', 'page', 'sitemap'];

/**
 * Checks one member of `sources`.
 * @throws SourceError naming the member and what is wrong with it.
 */
export function validateSource(value: unknown): Source {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SourceError(
      `A source must be an object such as {"feed": "https://…"}, not ${JSON.stringify(value)}.`,
    );
  }
  const source = value as Record<string, unknown>;
  const kind = ['feed', 'folder', ...later].filter((name) => name in source);
  const shown = JSON.stringify(value);
  if (kind.length !== 1)
    throw new SourceError(`The source ${shown} must have exactly one of feed and folder.`);
  const name = kind[0]!;
  if (later.includes(name)) {
    throw new SourceError(
      `The source ${shown} is of the kind "${name}", which is not read yet; use feed or folder.`,
    );
  }
  if (typeof source[name] !== 'string' || source[name].trim() === '') {
    throw new SourceError(`The source ${shown} needs text in "${name}": an address or a path.`);
  }
  for (const key of Object.keys(source)) {
    if (key !== name && !(name === 'feed' && key === 'url')) {
      throw new SourceError(
        `The source ${shown} has the unknown key "${key}"; a ${name} takes ${name === 'feed' ? 'only "url" besides' : 'no other key'}.`,
      );
    }
  }
  if (source.url !== undefined && !isWebAddress(source.url)) {
    throw new SourceError(`The source ${shown} needs a whole http or https address in "url".`);
  }
  return value as Source;
}

/** Whether a value is a whole http or https address. */
export function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}
