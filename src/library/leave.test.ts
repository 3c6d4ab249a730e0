import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openLibrary } from './library.ts';
import { openStore } from './store.ts';

it('a page that is left gives up what it was writing, and begins nothing more', async () => {
  const database = await openStore();
  await database.put('here', 'paper', '');
  const library = await openLibrary();
  await library.savePlace({ id: 'a', read: 1, paragraph: 2, paragraphs: 9 });
  const transaction = database.transaction('places', 'readwrite');
  await transaction.store.put({ id: 'a', read: 1, paragraph: 5, paragraphs: 9 }, ['paper', 'a']);
  library.leave();
  await expect(transaction.done).rejects.toThrow();
  await expect(library.savePlace({ id: 'a', read: 1, paragraph: 7, paragraphs: 9 })).rejects.toThrow('left');
});
