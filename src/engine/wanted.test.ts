import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../library/library.ts';
import type { WantedPictures } from './messages.ts';
import { answer, articles, asked, lost, openPaper, paper, syncTo, syncWith } from './mirrors.test-helper.ts';
import { askEdition } from './newest.ts';
import { PRIORITY } from './state.ts';
import { fetchWanted } from './wanted.ts';

beforeEach(openPaper);

describe('an article that the reader opened', () => {
  it('is asked for before everything else, with its pictures, whatever is fetched ahead', async () => {
    const made = [await paper.article('p', { pictures: 1 }), ...(await articles('a'))];
    await syncTo(await paper.head(1, 1, made), 'none');
    asked.length = 0;
    expect(await fetchWanted(syncWith('none'), made[0]!.article.id, undefined)).toBe('none');
    expect(asked[0]).toEqual([made[0]!.pack[0], PRIORITY.wanted]);
    const wanted = [made[0]!.pack[0], ...made[0]!.pictures.map(([digest]) => digest)];
    expect(asked.map(([digest]) => digest)).toEqual(wanted);
  });

  it('comes with those of its pictures alone that the reader wants', async () => {
    const made = await paper.article('p', { pictures: 1 });
    await syncTo(await paper.head(1, 1, [made]), 'none');
    const [small, large] = made.pictures.map(([digest]) => digest);
    const wanted = async (pictures: WantedPictures) => {
      asked.length = 0;
      expect(await fetchWanted(syncWith('none'), made.article.id, undefined, pictures)).toBe('none');
      return asked.map(([digest]) => digest);
    };
    expect(await wanted('none')).toEqual([made.pack[0]]);
    expect(await wanted('small')).toEqual([small]);
    expect(await wanted('all')).toEqual([large]);
  });

  it('of long ago is found by its number through the segments', async () => {
    const old = await articles('a', 'b', 'c');
    const span = await paper.segment(1, old);
    answer((await paper.head(1, 4, await articles('d'), { spans: [span] })).frame);
    const sync = syncWith('none');
    await askEdition(sync);
    expect(await fetchWanted(sync, old[1]!.article.id, 2)).toBe('none');
    expect((await (await openLibrary()).article(old[1]!.article.id))?.title).toBe('Запись b');
  });

  it('that no mirror gives is said to be out of reach', async () => {
    const made = await articles('a');
    await syncTo(await paper.head(1, 1, made), 'none');
    lost.add(made[0]!.pack[0]);
    expect(await fetchWanted(syncWith('none'), made[0]!.article.id, undefined)).toBe('unreachable');
  });
});
