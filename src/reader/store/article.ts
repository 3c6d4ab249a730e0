import { signal } from '@preact/signals';
import type { Article } from '../../edition/body.ts';
import type { CardView } from '../../edition/card.ts';
import type { Problem } from '../../engine/messages.ts';
import { want } from './engine.ts';
import { heldOf, learn } from './known.ts';
import { type Change, library, touches } from './ports.ts';

/** The article on screen, as far as it is here. */
export interface Opened {
  id: string;
  q: number | null;
  card: CardView | null;
  article: Article | null;
  /** `looking` in the library; `asking` the mirrors; `here`; `failed` for now. */
  state: 'looking' | 'asking' | 'here' | 'failed';
  problem: Problem | null;
}

export const opened = signal<Opened | null>(null);

/** Shows an article: from the library if it is there, else it is asked for and appears once it is. */
export async function openArticle(id: string, q: number | null): Promise<void> {
  opened.value = { id, q, card: null, article: null, state: 'looking', problem: null };
  try {
    await readArticle(id, q);
    await learn([id]);
  } catch (error) {
    // The store does not answer: said, instead of an empty screen.
    console.error(error);
    opened.value = { ...opened.value, state: 'failed', problem: 'storage-broken' };
    return;
  }
  const now = opened.value;
  if (now?.id !== id) return;
  if (now.article && heldOf.value.get(id)?.whole) return;
  if (!now.article) opened.value = { ...now, state: 'asking' };
  await ask(id, q);
}

/** Asks for the article on screen once more. */
export async function ask(id: string, q: number | null): Promise<void> {
  if (opened.value?.id === id && !opened.value.article)
    opened.value = { ...opened.value, state: 'asking', problem: null };
  const problem = await want(q === null ? { type: 'want', id } : { type: 'want', id, q });
  await readArticle(id, q);
  const now = opened.value;
  if (now?.id === id && !now.article) opened.value = { ...now, state: 'failed', problem };
}

/** Follows changes of the library for the article on screen. */
export async function followArticle(change: Change): Promise<void> {
  const now = opened.value;
  if (!now || !touches(change, now.id)) return;
  await readArticle(now.id, now.q);
}

async function readArticle(id: string, q: number | null): Promise<void> {
  const [article, card] = await Promise.all([library().article(id), library().card(id, q ?? undefined)]);
  const now = opened.value;
  if (now?.id !== id) return;
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
