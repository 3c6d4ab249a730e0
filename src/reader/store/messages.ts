import { signal } from '@preact/signals';
import type { Message } from '../../edition/message.ts';
import { library } from './ports.ts';

/** What the publication says to its readers, as far as it is held. */
export const messages = signal<readonly Message[]>([]);

/** Until when (ms since 1970) a message is not shown: by its id, or by its kind where that was put off. */
export const hushed = signal<Readonly<Record<string, number>>>({});

/** Reads both anew. */
export async function loadMessages(): Promise<void> {
  [messages.value, hushed.value] = await Promise.all([library().messages(), library().hushed()]);
}

/** How long an appeal that was put off stays away (ms). */
const LATER = 14 * 86_400_000;

/** Closes a message: it is not shown again until its words change. */
export function close(message: Message): void {
  void hush(message.id, Number.MAX_SAFE_INTEGER);
}

/** Puts off all messages of a kind for two weeks. */
export function putOff(kind: string): void {
  void hush(kind, Date.now() + LATER);
}

async function hush(key: string, until: number): Promise<void> {
  hushed.value = { ...hushed.value, [key]: until };
  hushed.value = await library().hush(key, until);
}
