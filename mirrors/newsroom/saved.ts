/** Pages that somebody saved: one file, or all of a folder, with the pictures that were saved beside them. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { picturesOf } from '../../src/edition/body.ts';
import { sha256 } from './cache.ts';
import type { Draft } from './draft.ts';
import { printOf } from './folder.ts';
import { without } from './lead.ts';
import { usualLimits } from './limits.ts';
import { readLocal } from './local.ts';
import { leadsNowhere } from './node.ts';
import { addressIn, PageError } from './page/index.ts';
import { draftOf, isFront, tellMessages } from './pages.ts';
import { type PageSource, type Reading, type SourceContext, SourceError, same } from './source.ts';

/** Stands for the folder in relative addresses while a page is read that does not say where it was. */
const nowhere = 'http://saved.invalid/';

/**
 * The articles of a saved page or of a folder of them. Where a page was is what its saver noted, or what it names as
 * its own address. A file of a folder that holds no article costs itself, with a line in the report.
 * @throws SourceError
 */
export async function readSaved(source: PageSource, context: SourceContext): Promise<Reading> {
  const { page: where, url = '', section = '' } = source;
  const path = where.startsWith('file:') ? fileURLToPath(where) : resolve(context.folder, where);
  const isFolder = await stat(path).then(
    (about) => about.isDirectory(),
    () => false,
  );
  const said = new Set<string>();
  const read = async (file: string, about: { name: string; section: string }): Promise<Draft> =>
    savedDraft(file, { url, about, context, said });
  if (!isFolder) {
    const print = sha256(await readLocal(path, 'page', (context.limits ?? usualLimits).download));
    if (print === context.before?.digest) return same({ digest: print });
    try {
      const draft = await read(path, { name: where, section });
      tellMessages(where, said, context);
      return { kind: 'whole', drafts: [draft], state: { digest: print } };
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      throw new SourceError(
        `The page ${where} ${error.message}; give the page of one article, or name its feed as "feed".`,
      );
    }
  }
  if (url !== '')
    throw new SourceError(
      `The source ${where} is a folder of pages, and "url" is where one page was; leave it out.`,
    );
  const names = await readdir(path, { recursive: true });
  const print = await printOf(path, names);
  if (context.before?.print === print) return same({ print });
  const drafts: Draft[] = [];
  for (const name of names.map((one) => one.split(sep).join('/')).sort()) {
    if (!/\.x?html?$/i.test(name) || isBeside(name)) continue;
    context.signal?.throwIfAborted();
    try {
      drafts.push({
        ...(await read(join(path, name), { name: `${where}/${name}`, section })),
        source: where,
      });
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      context.leave({ title: '', url: join(where, name), reason: error.message });
    }
  }
  if (drafts.length === 0)
    throw new SourceError(
      `The folder ${path} holds no page of an article; put saved pages (*.html) into it.`,
    );
  tellMessages(where, said, context);
  return { kind: 'whole', drafts, state: { print } };
}

/** Whether a file is hidden, or belongs to a page that was saved with all that it shows. */
function isBeside(name: string): boolean {
  return /(?:^|\/)(?:\.|[^/]*(?:_files|\.files|-Dateien|_файлы)\/)/i.test(name);
}

/** @throws PageError where there is no article in it */
async function savedDraft(
  file: string,
  place: {
    url: string;
    about: { name: string; section: string };
    context: SourceContext;
    said: Set<string>;
  },
): Promise<Draft> {
  const { about, context, said } = place;
  const bytes = await readLocal(file, 'page', (context.limits ?? usualLimits).download);
  const from = place.url || addressIn(bytes) || `${nowhere}${encodeURIComponent(basename(file))}`;
  const draft = draftOf({ bytes, type: '', url: from }, from, about, context, said);
  const files = filesBeside(draft, from, file);
  const body = without(draft.body, ({ url }) => leadsNowhere(url) && !files.has(url));
  const known = leadsNowhere(draft.url) || isFront(draft.url) ? { url: '', key: about.name } : {};
  return { ...draft, ...known, body, ...(files.size > 0 && { files }) };
}

/** Pictures of a page that lie in files beside it, by their addresses. */
function filesBeside({ body }: Draft, from: string, file: string): Map<string, string> {
  const files = new Map<string, string>();
  const base = new URL('.', from).href;
  const folder = dirname(file);
  for (const { url } of picturesOf(body)) {
    if (!url.startsWith(base)) continue;
    let path: string;
    try {
      path = resolve(folder, decodeURIComponent(new URL(url).pathname.slice(new URL(base).pathname.length)));
    } catch {
      continue; // Signs that no name of a file is made of.
    }
    // Nothing but what was saved along may be taken from the publisher's disk.
    if (!relative(folder, path).startsWith('..') && existsSync(path)) files.set(url, path);
  }
  return files;
}
