/** What is held, in figures: by kind, by day, of the edition, of what the reader saved. */
import { savedIds } from './forget.ts';
import { heldBlocks, heldInRuns } from './made.ts';
import type { Held, TrafficDay } from './records.ts';
import { getHere, getMeta, ofPublication, openStore } from './store.ts';
import { neededBy } from './sweep.ts';

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
export async function measureHeld(): Promise<Figures> {
  const figures: Figures = {
    ...{ texts: 0, pictures: 0, app: 0, days: [], traffic: [] },
    all: none(),
    saved: none(),
    edition: { ...none(), of: 0 },
  };
  const publication = await getHere();
  if (!publication) return figures;
  const [here, saved] = [await heldBlocks(publication), await savedIds(publication)];
  const edition = await getMeta(publication, 'edition');
  const front = new Set(edition?.cards.map((card) => card.id));
  figures.edition.of = front.size;
  const counted = { all: new Set<string>(), saved: new Set<string>(), edition: new Set<string>() };
  const days = new Map<number, Amount>();
  for await (const run of heldInRuns(publication)) {
    for (const held of run) {
      const texts = weigh(held.made?.packs, here, counted.all);
      const pictures = weigh(picturesOf(held), here, counted.all);
      figures.texts += texts;
      figures.pictures += pictures;
      add(figures.all, held, texts + pictures);
      const day = new Date((held.made?.minutes ?? 0) * 60_000).setHours(0, 0, 0, 0);
      add(days.get(day) ?? days.set(day, none()).get(day)!, held, texts + pictures);
      const own = [...(held.made?.packs ?? []), ...picturesOf(held)];
      if (saved.has(held.id)) add(figures.saved, held, weigh(own, here, counted.saved));
      if (front.has(held.id)) add(figures.edition, held, weigh(own, here, counted.edition));
    }
  }
  figures.days = [...days].map(([day, amount]) => ({ day, ...amount })).sort((a, b) => b.day - a.day);
  for (const file of await (await openStore()).getAll('files', ofPublication(publication)))
    figures.app += file.bytes.byteLength;
  figures.traffic = (await getMeta(publication, 'traffic')) ?? [];
  return figures;
}

const none = (): Amount => ({ articles: 0, whole: 0, bytes: 0 });

function add(amount: Amount, held: Held, bytes: number): void {
  amount.articles++;
  amount.whole += Number(held.whole);
  amount.bytes += bytes;
}

function picturesOf(held: Held): [digest: string, bytes: number][] {
  const needed = new Set(neededBy(held));
  const { small = [], large = [], full = [] } = held.made ?? {};
  return [...small, ...large, ...full].filter(([digest]) => needed.has(digest));
}

/** Bytes of those blocks that are held and not counted yet. */
function weigh(
  refs: readonly [string, number][] = [],
  here: ReadonlySet<string>,
  counted: Set<string>,
): number {
  let sum = 0;
  for (const [digest, bytes] of refs) {
    if (!here.has(digest) || counted.has(digest)) continue;
    counted.add(digest);
    sum += bytes;
  }
  return sum;
}
