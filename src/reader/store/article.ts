import { signal } from '@preact/signals';
import type { Article } from '../../edition/body.ts';
import type { CardView } from '../../edition/card.ts';
import type { Problem, WantedPictures } from '../../engine/messages.ts';
import { picturesOpened } from '../ahead.ts';
import { want } from './engine.ts';
import { heldOf, learn } from './known.ts';
import { list } from './lists.ts';
import { type Change, library, touches } from './ports.ts';
import { settings } from './settings.ts';

/** The article on screen, as far as it is here. */
export interface Opened {
  id: string;
  q: number | null;
  card: CardView | null;
  article: Article | null;
  /** `asking` the mirrors; `here`; `failed` for now. */
  state: 'asking' | 'here' | 'failed';
  problem: Problem | null;
}

export const opened = signal<Opened | null>(null);

/** For so long (ms) what was read ahead is as good as read now: a tap takes less. */
const FRESH = 1_000;
/** The text of the link that a finger is on: it is read before the finger leaves it. */
let ahead: { id: string; at: number; text: Promise<Article | null> } | undefined;

/** Reads the article that a link leads to. */
export function readAhead({ target }: Event): void {
  const [, id] = /^#\/a\/([\w-]+)/.exec((target as Element).closest?.('a')?.hash ?? '') ?? [];
  if (!id) return;
  const text = library().article(id);
  // Said when it is opened.
  text.catch(() => undefined);
  ahead = { id, at: performance.now(), text };
}

/** The article that was asked for last: what is read for another comes too late. */
let wanted = '';

/**
 * Shows an article: from the library if it is there, else it is asked for and appears once it is. Resolves when the
 * library has been read; what was shown before stays until then.
 */
export async function openArticle(id: string, q: number | null): Promise<void> {
  wanted = id;
  const blank: Opened = { id, q, card: null, article: null, state: 'asking', problem: null };
  try {
    await readArticle(id, q, () => blank);
  } catch (error) {
    // The store does not answer: said, instead of an empty screen.
    console.error(error);
    opened.value = { ...blank, state: 'failed', problem: 'storage-broken' };
    return;
  }
  void complete(id, q);
}

/** Which pictures come with an article that is opened. */
export const withPictures = (): WantedPictures => picturesOpened(settings.value.ahead);

/** Asks for what is missing of the article on screen. */
async function complete(id: string, q: number | null): Promise<void> {
  await learn([id]);
  const now = opened.value;
  if (now?.id === id && !(now.article && heldOf.value.get(id)?.whole)) await ask(id, q);
}

/** Asks for the article on screen once more. Resolves to what went wrong, or null. */
export async function ask(
  id: string,
  q: number | null,
  pictures: WantedPictures = withPictures(),
): Promise<Problem | null> {
  if (opened.value?.id === id && !opened.value.article)
    opened.value = { ...opened.value, state: 'asking', problem: null };
  const problem = await want({ type: 'want', id, ...(q !== null && { q }), pictures });
  await readAgain(id);
  const now = opened.value;
  if (now?.id === id && !now.article) opened.value = { ...now, state: 'failed', problem };
  return problem;
}

/** Follows changes of the library for the article on screen. */
export async function followArticle(change: Change): Promise<void> {
  const now = opened.value;
  if (now && touches(change, now.id)) await readAgain(now.id);
}

async function readAgain(id: string): Promise<void> {
  const now = opened.value;
  // By then it may be another that is on screen, or there may be more of this one.
  if (now?.id === id) await readArticle(id, now.q, () => opened.value ?? now);
}

/** Reads an article, and adds what is found to what there is of it by then. */
async function readArticle(id: string, q: number | null, before: () => Opened): Promise<void> {
  const listed = list.value.cards.find((one) => one.id === id && one.q >= (q ?? 0));
  const isAhead = ahead?.id === id && performance.now() - ahead.at < FRESH;
  const text = isAhead ? ahead!.text : library().article(id);
  ahead = undefined;
  const [article, card] = await Promise.all([text, listed ?? library().card(id, q ?? undefined)]);
  if (wanted !== id) return;
  const now = before();
  // An edit that arrives while it is being read is shown; the same text again would only disturb.
  const kept =
    now.article && article && JSON.stringify(now.article) === JSON.stringify(article) ? now.article : article;
  opened.value = {
    ...now,
    card: card ?? now.card,
    article: kept ?? now.article,
    state: kept || now.article ? 'here' : now.state,
  };
}
