/** The newsroom: sources in, articles and pictures out. What other parts may use of it. */
import type { Draft } from './draft.ts';
import { isAddress, openGetter } from './get.ts';
import { insideOf } from './inside.ts';
import { type LeftOut, leftOutSentence } from './left-out.ts';
import { type Reading, type Source, type SourceContext, validateSource } from './source.ts';

export type { Draft, EncodedPicture } from './draft.ts';
export { draftFrom, draftText } from './draft-text.ts';
export { type Gathered, gather, type Member } from './gather.ts';
export { GetError, type GetOptions, type Getter, openGetter } from './get.ts';
export { insideByName } from './inside.ts';
export { type LeftOut, leftOutSentence } from './left-out.ts';
export { mergeParts, type Part } from './merge.ts';
export { PictureError, type PictureLimits, usualLimits } from './picture-limits.ts';
export { openPictures, type Pictures, type PicturesOptions } from './pictures.ts';
export { plainAddress } from './same.ts';
export { idOf } from './shelf.ts';
export { nameOf, type Source, type SourceContext, SourceError, validateSource } from './source.ts';

/**
 * Begins to read one source. Its articles come one after another: a WXR file may hold more of them than memory does.
 * @throws SourceError, one sentence, where it cannot be had or read.
 */
export async function openSource(source: Source, context: SourceContext): Promise<Reading> {
  // Each reader when it is needed: what reads pages takes longer to load than a press takes that reads none.
  if ('folder' in source) return (await import('./folder.ts')).readFolder(source, context);
  if ('wxr' in source) return (await import('./wxr.ts')).readWxr(source, context);
  if ('wordpress' in source) return (await import('./wordpress.ts')).readWordPress(source, context);
  if ('feed' in source) return (await import('./feed.ts')).readFeedSource(source, context);
  if ('page' in source && !isAddress(source.page))
    return (await import('./saved.ts')).readSaved(source, context);
  const { readPageSource, readSitemap } = await import('./pages.ts');
  return 'page' in source ? readPageSource(source, context) : readSitemap(source, context);
}

/**
 * Reads one source of `tamizdat.json` to its end. A feed without items gives none.
 * @throws SourceError, one sentence, where it cannot be had or read.
 */
export async function readSource(
  source: Source,
  context: Omit<SourceContext, 'leave'> & Partial<Pick<SourceContext, 'leave'>>,
): Promise<Draft[]> {
  const checked = validateSource(source);
  const inside = insideOf(checked);
  const own = context.get ? undefined : openGetter({ inside: () => inside });
  try {
    const { drafts } = await openSource(checked, {
      ...(own && { get: own.get }),
      ...{ inside, leave: (what: LeftOut) => context.report(`${leftOutSentence(what)}.`) },
      ...context,
    });
    const all: Draft[] = [];
    for await (const draft of drafts) all.push(draft);
    return all;
  } finally {
    await own?.close();
  }
}
