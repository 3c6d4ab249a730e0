import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { signed } from '../edition/kit.test-helper.ts';
import { makePaper } from '../library/made.test-helper.ts';
import type { Edition } from '../library/records.ts';
import { getMeta, putMeta } from '../library/store.ts';
import {
  answer,
  articles,
  asked,
  changes,
  NOW,
  openPaper,
  paper,
  syncTo,
  syncWith,
} from './mirrors.test-helper.ts';
import { askEdition } from './newest.ts';
import { fetchAhead } from './sync.ts';

beforeEach(openPaper);

describe('asking for the edition', () => {
  it('keeps the held one and its date where only older ones can be reached', async () => {
    const made = await articles('a', 'b');
    await syncTo(await paper.head(2, 1, made));
    const before = await getMeta(paper.publication, 'edition');
    const { frame } = await paper.head(1, 1, made.slice(0, 1));
    answer(frame, frame, 'refused');
    changes.length = 0;
    expect(await askEdition(syncWith())).toBe('only-old');
    expect(await getMeta(paper.publication, 'edition')).toEqual(before);
    expect(changes).toEqual([]);
  });

  it('notes when a mirror last said that the held one is the newest', async () => {
    const head = await paper.head(1, 1, await articles('a'));
    await syncTo(head);
    const sync = { ...syncWith(), now: () => NOW + 5_000 };
    expect(await askEdition(sync)).toBe('none');
    expect((await getMeta(paper.publication, 'head'))?.checked).toBe(NOW + 5_000);
  });

  it('tells a dead line from mirrors that cannot be reached, and from strangers’ signatures', async () => {
    answer('refused', 'refused', 'refused');
    expect(await askEdition(syncWith())).toBe('offline');
    answer('refused', 'hang', 'refused');
    expect(await askEdition(syncWith())).toBe('unreachable');
    const stranger = await makePaper(40);
    const { frame } = await stranger.head(9, 1, []);
    answer(frame, frame, frame);
    expect(await askEdition(syncWith())).toBe('untrusted');
  });

  it('keeps the held one where the newest asks for a newer app, and has that fetched; no mirror is to blame', async () => {
    const made = await paper.head(1, 1, await articles('a'));
    await syncTo(made);
    const before = await getMeta(paper.publication, 'edition');
    const shell: Edition['shell'] = [7, 'A'.repeat(43), 900];
    const asking = { ...made.head, n: 2, shell, x: { req: ['telepathy'] } };
    const frame = signed('head', asking, [paper.headKey]);
    answer(frame, frame, frame);
    changes.length = 0;
    const sync = { ...syncWith(), now: () => NOW + 5_000 };
    expect(await askEdition(sync)).toBe('needs-update');
    expect(await getMeta(paper.publication, 'edition')).toEqual(before);
    expect(await getMeta(paper.publication, 'head')).toMatchObject({ n: 1, checked: NOW + 5_000 });
    expect(changes).toEqual([]);
    asked.length = 0;
    await fetchAhead(sync);
    expect(asked.map(([digest]) => digest)).toEqual([shell![1]]);
    // One that can be read is taken, whoever else has which.
    answer(frame, (await paper.head(3, 1, await articles('a', 'b'))).frame, frame);
    expect(await askEdition(sync)).toBe('none');
    expect((await getMeta(paper.publication, 'edition'))?.n).toBe(3);
    expect(sync.newerShell).toBeNull();
  });

  it('fetches the app that can read the newest edition where none is held yet', async () => {
    const { head } = await paper.head(1, 1, await articles('a'));
    const shell: Edition['shell'] = [7, 'A'.repeat(43), 900];
    const frame = signed('head', { ...head, shell, x: { req: ['telepathy'] } }, [paper.headKey]);
    answer(frame, frame, frame);
    const sync = syncWith();
    expect(await askEdition(sync)).toBe('needs-update');
    await fetchAhead(sync);
    expect(asked.map(([digest]) => digest)).toEqual([shell![1]]);
  });

  it('takes what the worker laid by, of any age, while nothing is held', async () => {
    const { frame } = await paper.head(1, 1, await articles('a'));
    const pending = { frame: frame.slice().buffer, via: 'https://a/', at: NOW - 86_400_000 };
    await putMeta(paper.publication, 'pending', pending);
    expect(await askEdition(syncWith())).toBe('none');
    expect(await getMeta(paper.publication, 'head')).toMatchObject({ n: 1, checked: pending.at });
  });

  it('says that the held edition is past its date where nothing newer is to be had', async () => {
    const head = await paper.head(1, 1, await articles('a'), { expires: NOW / 1_000 + 10 });
    await syncTo(head);
    expect(await askEdition({ ...syncWith(), now: () => NOW + 20_000 })).toBe('expired');
  });
});
