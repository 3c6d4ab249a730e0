/** What is held, in figures: by kind, by day, of the edition, of what the reader saved. */
import type { Ref } from '../edition/body.ts';
import { surveyHeld } from './forget.ts';
import { blocksOf } from './made.ts';
import type { Held, TrafficDay } from './records.ts';
import { getHere, getMeta, ofPublication, openStore } from './store.ts';

/** Articles: how many, how many of them whole with their pictures, and their bytes; what two share is counted once. */
export interface Amount {
  articles: number;
  whole: number;
  bytes: number;
}

export interface Figures {
  /** Bytes by kind. */
  texts: number;
  pictures: number;
  app: number;
  all: Amount;
  saved: Amount;
  /** Of the articles on the front page of the held edition; `of` is how many it has. */
  edition: Amount & { of: number };
  /** By the day of publication (its first ms in local time), the newest first. */
  days: (Amount & { day: number })[];
  /** The last 30 days, oldest first. */
  traffic: TrafficDay[];
}

/** Counts everything that is held. No block is read, so that it stays quick with thousands of articles. */
export async function measureHeld(): Promise<Figures | null> {
  const publication = await getHere();
  if (!publication) return null;
  const { all, here, saved } = await surveyHeld(publication);
  const edition = await getMeta(publication, 'edition');
  const front = new Set(edition?.cards.map((card) => card.id));
  const sum = (refs: readonly Ref[]): number => {
    const counted = new Set<string>();
    let bytes = 0;
    for (const [digest, size] of refs) {
      if (here.has(digest) && !counted.has(digest)) bytes += size;
      counted.add(digest);
    }
    return bytes;
  };
  const amount = (some: readonly Held[], bytes = sum(some.flatMap(blocksOf))): Amount => ({
    articles: some.length,
    whole: some.filter((held) => held.whole).length,
    bytes,
  });
  const partOf = partsOf(all, here);
  const days = new Map<number, Held[]>();
  for (const held of all) {
    const day = new Date(held.made.minutes * 60_000).setHours(0, 0, 0, 0);
    days.set(day, [...(days.get(day) ?? []), held]);
  }
  const files = await (await openStore()).getAll('files', ofPublication(publication));
  const texts = sum(all.flatMap((held) => held.made.packs));
  const whole = amount(all);
  return {
    texts,
    pictures: whole.bytes - texts,
    app: files.reduce((bytes, file) => bytes + file.bytes.byteLength, 0),
    all: whole,
    saved: amount(all.filter((held) => saved.has(held.id))),
    edition: { ...amount(all.filter((held) => front.has(held.id))), of: front.size },
    days: [...days]
      .sort(([one], [other]) => other - one)
      .map(([day, some]) => ({
        day,
        ...amount(some, Math.round(some.reduce((bytes, held) => bytes + partOf(held), 0))),
      })),
    traffic: (await getMeta(publication, 'traffic')) ?? [],
  };
}

/** What an article takes up, in bytes: of a block that others have as well, an equal part. */
function partsOf(all: readonly Held[], here: { has(digest: string): boolean }): (held: Held) => number {
  const blocks = (held: Held) => new Map(blocksOf(held).filter(([digest]) => here.has(digest)));
  const users = new Map<string, number>();
  for (const held of all)
    for (const digest of blocks(held).keys()) users.set(digest, (users.get(digest) ?? 0) + 1);
  return (held) => [...blocks(held)].reduce((sum, [digest, size]) => sum + size / users.get(digest)!, 0);
}
