/** `tamizdat profile`: a proposal for a site, and what it takes and leaves side by side. */
import { PublisherError } from '../../config.ts';
import { GetError, openGetter } from '../get.ts';
import { readLocal } from '../local.ts';
import { SourceError } from '../source.ts';
import { type PageArticle, PageError } from './index.ts';
import { type Proposal, proposeProfile } from './propose.ts';

/** Width of a column in characters. */
const column = 58;

/**
 * The text of the command's answer.
 * @param where address or absolute path of a page
 * @param url what a saved page was had from, if it was
 * @throws PublisherError, one sentence, where the page cannot be had or holds no article
 */
export async function profileReport(where: string, url: string): Promise<string> {
  const { bytes, type, from } = /^https?:\/\//i.test(where)
    ? await fetched(where)
    : { bytes: await readSaved(where), type: '', from: url };
  try {
    return written(proposeProfile(bytes, { url: from, type }));
  } catch (error) {
    if (error instanceof PageError) return refuse(where, error.message);
    throw error;
  }
}

async function readSaved(file: string): Promise<Uint8Array> {
  try {
    return await readLocal(file, 'page', 10);
  } catch (error) {
    if (error instanceof SourceError) throw new PublisherError(error.message);
    throw error;
  }
}

function refuse(where: string, what: string): never {
  throw new PublisherError(`The page ${where} ${what}: give one that shows an article.`);
}

async function fetched(where: string): Promise<{ bytes: Uint8Array; type: string; from: string }> {
  const { get, close } = openGetter();
  try {
    const got = await get(where, { timeoutMs: 30_000, capBytes: 10_000_000, trusted: true });
    return { bytes: got.bytes, type: got.type, from: got.url };
  } catch (error) {
    if (error instanceof GetError) return refuse(where, error.message);
    throw error;
  } finally {
    await close();
  }
}

function written({ profile, isKnown, article, lines }: Proposal): string {
  const { title, authors, section, lead, labels } = article;
  const said = [
    ['headline', title],
    ['authors', authors.join(', ')],
    ['section', section],
    ['picture', lead?.url],
    ['caption', lead?.caption],
    ['credit', lead?.credit],
    ...labels.map((label) => ['label', label]),
  ].map(([name = '', text]) => `${name.padEnd(22)}${cut(text || 'none', column * 2 - 22)}`);
  const head = `${'taken'.padEnd(column)} | left`;
  const rows = lines.map(({ text, isTaken }) =>
    isTaken ? `${cut(text, column).padEnd(column)} |` : `${' '.repeat(column)} | ${cut(text, column)}`,
  );
  return [
    isKnown ? 'A profile for this site is built in:' : 'A profile for this site, proposed from this page:',
    JSON.stringify(profile, null, 2),
    '',
    ...said,
    '',
    head,
    '-'.repeat(column * 2),
    ...rows,
    '',
    ...offered(article),
  ].join('\n');
}

/** What the page says to its readers, as it could stand in `messages`. */
function offered({ messages, language }: PageArticle): string[] {
  if (messages.length === 0) return [];
  const members = messages.map(({ kind, title, text, url }) => ({
    ...{ kind, language },
    ...(title && { title }),
    ...(text && { text }),
    ...(url && { url }),
  }));
  return [
    'What the page says to its readers; those that should reach yours go into "messages" of tamizdat.json:',
    JSON.stringify(members, null, 2),
    '',
  ];
}

function cut(text: string, width: number): string {
  // Nothing of a page may give commands to the terminal.
  const plain = text.replace(/\p{Cc}+/gu, ' ');
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain;
}
