import { asObject, demand, isCount, isText, parseJson, unpackText } from './text.ts';

/** How often a gift is made; also the order in which an appeal offers them. */
export const PERIODS = ['once', 'monthly', 'annual'] as const;
export type Period = (typeof PERIODS)[number];

/** What a publication says to its readers (docs/format.md section 15). Times in seconds since 1970. */
export interface Message {
  id: string;
  /** `strap`, `banner`, `appeal`, `newsletter`, `notice`, `law`; a reader passes over others. */
  kind: string;
  /** Empty: for readers of every language. */
  language: string;
  title: string;
  /** Paragraphs, with an empty line between them. */
  text: string;
  /** When it was first published. */
  time: number;
  /** Regions where it is not shown: `ru`, `by`, `elsewhere`; `unknown` where the reader has not said. */
  hidden: string[];
  /** Where it leads; `{period}` and `{amount}` in that of an appeal stand for what was chosen. */
  url?: string;
  /** Of a newsletter: an issue to look at, and what becomes of the reader's address; each a link or a text. */
  preview?: string;
  privacy?: string;
  /** Of an appeal. */
  amounts?: Partial<Record<Period, number[]>>;
  currency?: string;
  /** Of a legal text: what it speaks of (`appeal`, `newsletter`, `public`, `private`). */
  about?: string;
  from?: number;
  until?: number;
}

/** Opens a pack of messages. Throws `WrongShape` where one is not what section 15 says, and what `parseJson` throws. */
export async function openMessages(block: Uint8Array): Promise<Message[]> {
  const pack = asObject(parseJson(await unpackText(block)));
  demand(pack.v === 1 && Array.isArray(pack.messages), 'messages');
  return pack.messages.map(checkMessage);
}

function checkMessage(value: unknown): Message {
  const message = asObject(value);
  const { id, kind, language, title, text, url, preview, privacy, currency, about } = message;
  demand([id, kind, language, title, text].every(isText), 'message texts');
  demand(
    [url, preview, privacy, currency, about].every((one) => one === undefined || isText(one)),
    'message members',
  );
  demand(isCount(message.time), 'message time');
  demand(
    [message.from, message.until].every((one) => one === undefined || isCount(one)),
    'message dates',
  );
  demand(Array.isArray(message.hidden) && message.hidden.every(isText), 'hidden');
  for (const amounts of Object.values(asObject(message.amounts ?? {})))
    demand(Array.isArray(amounts) && amounts.every((one) => typeof one === 'number'), 'amounts');
  return message as unknown as Message;
}
