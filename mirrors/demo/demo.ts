/** The demonstration: a pressed newsroom on a main address and three mirrors, each behind a switch. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, openAddress } from './address.ts';
import { newArticle, writeArticle } from './article.ts';
import { type Control, openControl, type Published, type Stage, type Wish } from './control.ts';
import { newestHead, openEarlier } from './heads.ts';
import { openHistory } from './history.ts';
import { addExtra, EXTRA, prepareNewsroom } from './newsroom.ts';

/** Host names that browsers take to loopback by themselves; the first is the main address. */
const names = ['localhost', 'a.localhost', 'b.localhost', 'c.localhost'];

export interface Demo {
  /** The main address first. */
  addresses: readonly Address[];
  control: Control;
  newsroom: string;
  /** Number of the newest edition. */
  edition(): number;
  publish(wish: Wish): Promise<Published>;
  close(): Promise<void>;
}

/** What the demonstration leaves to the publisher's own code. */
export interface Publisher {
  /** Makes the folder of a newsroom with its keys. */
  init(
    folder: string,
    settings: { name: string | Record<string, string>; languages: string[] },
  ): Promise<unknown>;
  /** Newsroom to signed site; a sentence for each source that failed. */
  press(folder: string): Promise<{ failures: string[] }>;
}

/**
 * Opens everything and presses the newsroom.
 * @param options.newsroom folder to work in; what is there already is used
 * @param options.feed an address or absolute path; null presses the built-in guide
 * @param options.port of the main address, the others take the next ones; 0 chooses free ones
 * @throws ListenError when a port is taken; Error when the feed fails and there is no article; whatever `press` throws
 */
export async function openDemo(options: {
  newsroom: string;
  feed: string | null;
  port: number;
  publisher: Publisher;
}): Promise<Demo> {
  const { newsroom, feed, port, publisher } = options;
  const site = join(newsroom, 'site');
  await mkdir(newsroom, { recursive: true });
  const earlier = await openEarlier(site, join(newsroom, 'earlier'));
  const addresses: Address[] = [];
  const closers: (() => Promise<void> | void)[] = [];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
  };
  let edition = 0;

  async function press(): Promise<void> {
    const { failures } = await earlier.around(() => publisher.press(newsroom));
    const head = await newestHead(site);
    edition = head?.n ?? 0;
    // A feed that fails today costs nothing while the paper of yesterday is there.
    if (failures[0] !== undefined && !head?.cards.length) throw new Error(failures[0]);
  }

  async function publishNow(wish: Wish): Promise<Published> {
    const article = newArticle(wish, new Date());
    await writeArticle(join(newsroom, EXTRA), article);
    await addExtra(newsroom);
    await press();
    const cards = (await newestHead(site))?.cards ?? [];
    // The newest by q; two wishes with one title are two articles.
    const newest = cards
      .filter((card) => card[5] === article.title)
      .sort((one, other) => other[0] - one[0])[0];
    if (!newest) throw new Error('The new article stands in no card of the head: see what the press said.');
    return { edition, id: newest[1] };
  }

  // One press at a time, however often the button is pressed.
  let turn: Promise<unknown> = Promise.resolve();
  function publish(wish: Wish): Promise<Published> {
    const mine = turn.then(() => publishNow(wish));
    turn = mine.catch(() => undefined); // Told to whoever asked; the next one may still succeed.
    return mine;
  }

  try {
    // Before the press, which may take a minute: a port that is taken is said at once.
    for (const [index, name] of names.entries()) {
      const own = port === 0 ? 0 : port + index;
      const address = await openAddress({ name, site, port: own, earlier: (path) => earlier.head(path) });
      closers.push(() => address.close());
      addresses.push(address);
    }
    const stage: Stage = { addresses, edition: () => edition, hasEarlier: () => earlier.exists(), publish };
    const history = openHistory(addresses);
    closers.push(() => history.close());
    const control = await openControl({ stage, history, port: port === 0 ? 0 : port + names.length });
    closers.push(() => control.close());

    await prepareNewsroom({
      folder: newsroom,
      feed,
      mirrors: addresses.map((one) => one.url),
      init: publisher.init,
    });
    const first = press();
    turn = first.catch(() => undefined); // Thrown below; a wish that came meanwhile only waits for it.
    await first;
    return { addresses, control, newsroom, edition: () => edition, publish, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
