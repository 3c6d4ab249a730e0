import type { What } from '../courier/ask.ts';
import type { Told } from '../courier/health.ts';
import type { Traffic } from '../library/records.ts';
import { addTraffic, NO_TRAFFIC } from '../library/traffic.ts';

const KINDS: Record<What, keyof Traffic> = {
  ...{ head: 'head', roots: 'head', mirrors: 'head', cards: 'head' },
  ...{ text: 'texts', picture: 'pictures', shell: 'app' },
};

/** Counts bytes by kind: of this session in memory, of each day in the library. */
export function createMeter(publication: string, now: () => number) {
  const session = { ...NO_TRAFFIC };
  let unwritten = { ...NO_TRAFFIC };
  return {
    session: (): Traffic => ({ ...session }),
    /** Takes an attempt that ended: what failed half-way was paid for as well. */
    tell({ what, end, bytes }: Told): void {
      if (end === null) return;
      session[KINDS[what]] += bytes;
      unwritten[KINDS[what]] += bytes;
    },
    /** Adds what came since the last time to the figures of the day. */
    async write(): Promise<void> {
      const bytes = unwritten;
      if (Object.values(bytes).every((one) => one === 0)) return;
      unwritten = { ...NO_TRAFFIC };
      await addTraffic(publication, bytes, now());
    },
  };
}
