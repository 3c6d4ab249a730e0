import type { Message } from '../../edition/message.ts';
import { sameLanguage } from '../store/edition.ts';
import { hushed, messages } from '../store/messages.ts';
import { settings } from '../store/settings.ts';
import { language } from '../strings/strings.ts';

/** What decides whether a message is shown. */
export interface Situation {
  language: string;
  region: string;
  /** ms since 1970. */
  now: number;
  hushed: Readonly<Record<string, number>>;
}

/** Whoever answers these in some countries can be brought to court: no message decides that by itself. */
const GUARDED = ['appeal', 'newsletter'];

/** The messages of a kind that may be shown, those in the language at hand if there are any (docs/format.md section 15). */
export function choose(all: readonly Message[], kind: string, situation: Situation): Message[] {
  const fit = all.filter((message) => message.kind === kind && isShown(message, situation));
  const rank = (message: Message) =>
    message.language === '' ? 1 : sameLanguage(message.language, situation.language) ? 0 : 2;
  const best = Math.min(...fit.map(rank));
  return fit.filter((message) => rank(message) === best);
}

function isShown(
  { id, kind, hidden, from = 0, until }: Message,
  { region, now, hushed }: Situation,
): boolean {
  if (hidden.includes(region) || (GUARDED.includes(kind) && region !== 'elsewhere')) return false;
  if (now < from * 1000 || (until !== undefined && now > until * 1000)) return false;
  return now >= (hushed[id] ?? 0) && now >= (hushed[kind] ?? 0);
}

/** The messages of a kind to show now. */
export function shown(kind: string): Message[] {
  return choose(messages.value, kind, {
    ...{ language: language.value, region: settings.value.region, now: Date.now(), hushed: hushed.value },
  });
}

/** The paragraphs of a text. */
export function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/).filter((one) => one.trim() !== '');
}
