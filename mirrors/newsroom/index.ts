/** The newsroom: sources in, articles and pictures out. What other parts may use of it. */
import type { Draft } from './draft.ts';
import { readFeedSource } from './feed.ts';
import { readFolder } from './folder.ts';
import { openGetter } from './get.ts';
import { type Source, type SourceContext, validateSource } from './source.ts';

export type { Draft, EncodedPicture } from './draft.ts';
export { PictureError, type PictureLimits, usualLimits } from './encode.ts';
export { GetError, type GetOptions, type Getter, openGetter } from './get.ts';
export { openPictures, type Pictures, type PicturesOptions } from './pictures.ts';
export { type Source, type SourceContext, SourceError, validateSource } from './source.ts';

/**
 * Reads one source of `tamizdat.json`. A feed without items gives none.
 * @throws SourceError, one sentence, where it cannot be had or read.
 */
export async function readSource(source: Source, context: SourceContext): Promise<Draft[]> {
  const checked = validateSource(source);
  if (checked.folder !== undefined) return readFolder(checked.folder, context);
  if (context.get) return readFeedSource(checked.feed, checked.url, context);
  const own = openGetter();
  try {
    return await readFeedSource(checked.feed, checked.url, { ...context, get: own.get });
  } finally {
    await own.close();
  }
}
