import { describe, expect, it } from 'vitest';
import { type Bytes, concat, utf8 } from '../edition/bytes.ts';
import { readFrame } from '../edition/frame.ts';
import type { KnownHead } from '../edition/head.ts';
import { headOf, type Key, keysOf, rootOf, signed } from '../edition/kit.test-helper.ts';
import { headPath, mirrorsPath, rootsPath } from '../edition/paths.ts';
import { joinRoots, openFirstRoot, publicationOf, type Root, type TrustedRoot } from '../edition/root.ts';
import { type Asker, createAsker } from './ask.ts';
import { followHead, followMirrors, type Trust } from './follow.ts';
import { isWalled, keepHealth } from './health.ts';
import { makeLanes } from './lane.ts';
import { mirrorsAt, playNetwork, type Reply } from './played.test-helper.ts';

const NOW = 1_700_000_000_000;
/** A body that is stored as it is: inflating takes time of its own, which played time does not wait for. */
const raw = (value: unknown) => concat(Uint8Array.of(0), utf8(JSON.stringify(value)));

interface Paper {
  trusted: TrustedRoot;
  rootKey: Key;
  headKey: Key;
  head(n: number, more?: object, keys?: Key[]): Bytes;
  nextRoot(more: { head: Key[] }): { root: Root; file: Bytes };
}

async function makePaper(): Promise<Paper> {
  const [rootKey, headKey] = await keysOf(1, 2);
  const root = rootOf(1, { root: [rootKey], head: [headKey] });
  const frame = signed('root', raw(root), [rootKey]);
  const publication = await publicationOf(readFrame(frame, 'root'));
  return {
    trusted: await openFirstRoot(frame, publication),
    rootKey,
    headKey,
    head: (n, more = {}, keys = [headKey]) =>
      signed('head', raw(headOf(publication, { n, time: NOW / 1_000 - 60, ...more })), keys),
    nextRoot: ({ head }) => {
      const next = rootOf(2, { root: [rootKey], head });
      return { root: next, file: joinRoots([frame, signed('root', raw(next), [rootKey])]) };
    },
  };
}

/** Hosts by the files that they serve; `known` is what the reader holds. */
function play(
  paper: Paper,
  hosts: Record<string, Record<string, Uint8Array | Reply>>,
  known: KnownHead | null = null,
) {
  const network = playNetwork(
    Object.fromEntries(
      Object.entries(hosts).map(([name, files]) => [
        name,
        (path: string) => {
          const file = files[path];
          if (!file) return { status: 404 };
          return file instanceof Uint8Array ? { body: file } : file;
        },
      ]),
    ),
  );
  const asker: Asker = createAsker(
    network.ports,
    keepHealth(
      () => asker.lanes,
      () => undefined,
    ),
  );
  asker.setLanes(makeLanes(mirrorsAt(...Object.keys(hosts)), []));
  const trust: Trust = { trusted: paper.trusted, known };
  return {
    network,
    asker,
    trust,
    follow: () => network.until(followHead(asker, trust, { enough: 3, now: NOW })),
    verdict: (host: string) => asker.lanes.find((lane) => lane.url === `https://${host}/`)?.verdict,
  };
}

const paper = await makePaper();
const { publication } = paper.trusted;
const HEAD = headPath(publication);
const ROOTS = rootsPath(publication);
const MIRRORS = mirrorsPath(publication);

/** What a reader holds who took that head. */
async function heldOf(frame: Bytes): Promise<KnownHead> {
  const { follow } = play(paper, { a: { [HEAD]: frame } });
  const { found } = await follow();
  return { n: found!.head.n, digest: found!.digest };
}

describe('a head', () => {
  it('that is newer is taken, with the frame it came in', async () => {
    const frame = paper.head(5);
    const { follow, asker } = play(paper, { a: { [HEAD]: frame } }, await heldOf(paper.head(4)));
    const { found, asked, untrusted } = await follow();
    expect(found?.head.n).toBe(5);
    expect(found?.frame).toEqual(frame);
    expect(asked).toMatchObject({ kind: 'taken', lane: { url: 'https://a/' } });
    expect(untrusted).toBe(false);
    expect(asker.lanes[0]?.edition).toBe(5);
  });

  it('comes through a line so thin that handshakes side by side choke it, after the wall was told of', async () => {
    const frame = paper.head(5);
    let told = 0;
    // Everything begun at once is silent; whoever is asked again once all is given up answers after 20 s.
    const silent: Reply = { dead: 'hang' };
    const network = playNetwork({
      a: (_path, nth) => (nth === 0 ? silent : { body: frame, after: 20_000 }),
      b: () => silent,
      c: () => silent,
    });
    const asker: Asker = createAsker(
      network.ports,
      keepHealth(
        () => asker.lanes,
        () => undefined,
      ),
      { isWalled: (state) => isWalled(state, network.now()) },
    );
    asker.setLanes(
      makeLanes(
        ['a', 'b', 'c'].map((host) => [`net-${host}`, `https://${host}/`]),
        [],
      ),
    );
    const trust: Trust = { trusted: paper.trusted, known: null };
    const now = network.now();
    const onWall = () => {
      told = network.now() - now;
    };
    const { found } = await network.until(followHead(asker, trust, { enough: 3, now, onWall }));
    expect(found?.head.n).toBe(5);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(15_000);
  });

  it('that main and one mirror hold back is found on the third', async () => {
    const held = await heldOf(paper.head(4));
    const same = { [HEAD]: paper.head(4) };
    const { follow } = play(paper, { main: same, a: same, b: { [HEAD]: paper.head(5) } }, held);
    expect((await follow()).found?.head.n).toBe(5);
  });

  it('older than the held one is never taken, and its mirror is known to be behind', async () => {
    const held = await heldOf(paper.head(4));
    const { follow, verdict } = play(
      paper,
      { a: { [HEAD]: paper.head(3) }, b: { [HEAD]: paper.head(2) } },
      held,
    );
    const { found, asked } = await follow();
    expect(found).toBeNull();
    expect(asked).toMatchObject({ kind: 'none', endings: ['old', 'old'] });
    expect([verdict('a'), verdict('b')]).toEqual(['old', 'old']);
  });

  it('of the held number with other content is refused and said', async () => {
    const held = await heldOf(paper.head(4));
    const { follow, verdict } = play(
      paper,
      { a: { [HEAD]: paper.head(4, { last: 0, top: { ru: ['x'] } }) } },
      held,
    );
    expect(await follow()).toMatchObject({ found: null, untrusted: true });
    expect(verdict('a')).toBe('lies');
  });

  it('signed by strangers is refused and said, and the next mirror is asked', async () => {
    const [stranger] = await keysOf(9);
    const { follow, verdict, network } = play(paper, {
      a: { [HEAD]: paper.head(9, {}, [stranger]) },
      b: { [HEAD]: paper.head(5) },
    });
    expect((await follow()).found?.head.n).toBe(5);
    // It is asked for the roots that might know the stranger, and has none.
    await network.pass(1_000);
    expect(verdict('a')).toBe('lies');
  });

  it('with one bit changed is refused, and the next mirror is asked at once', async () => {
    const frame = paper.head(5);
    frame[frame.length >> 1]! ^= 1;
    const { follow, network, verdict } = play(paper, { a: { [HEAD]: frame }, b: { [HEAD]: paper.head(5) } });
    const began = network.now();
    expect((await follow()).found?.head.n).toBe(5);
    expect(verdict('a')).toBe('lies');
    // Twice what an answer takes: no roots are asked for on behalf of keys that are known.
    expect(network.now() - began).toBe(60);
  });

  it('is no lie where a provider shows its page instead: that mirror is blocked', async () => {
    const page = utf8('<!doctype html><h1>Доступ ограничен</h1>');
    const { follow, verdict } = play(paper, { a: { [HEAD]: page } });
    expect(await follow()).toMatchObject({ found: null, untrusted: false });
    expect(verdict('a')).toBe('blockpage');
  });

  it('that this version cannot read does not hide one that it can, and is told where there is none', async () => {
    const shell = [7, 'A'.repeat(43), 900];
    const asking = (n: number, more = {}) => paper.head(n, { shell, x: { req: ['telepathy'] }, ...more });
    const known = await heldOf(paper.head(4));
    const mixed = play(
      paper,
      { a: { [HEAD]: asking(5) }, b: { [HEAD]: asking(5) }, c: { [HEAD]: paper.head(6) } },
      known,
    );
    expect((await mixed.follow()).found?.head.n).toBe(6);
    const alone = play(
      paper,
      { a: { [HEAD]: asking(5) }, b: { [HEAD]: asking(6) }, c: { [HEAD]: paper.head(4) } },
      known,
    );
    const { asked, found, unreadable, untrusted } = await alone.follow();
    expect(asked.kind).toBe('same');
    expect(found).toBeNull();
    expect(unreadable).toEqual({ n: 6, root: 1, shell });
    expect(untrusted).toBe(false);
    expect(alone.asker.lanes.map(({ edition, verdict }) => [edition, verdict])).toEqual([
      [5, 'fine'],
      [6, 'fine'],
      [4, 'fine'],
    ]);
  });

  it('of more than 26 hours ago makes every other mirror be asked for a newer one', async () => {
    const day = NOW / 1_000 - 27 * 3_600;
    const old = { [HEAD]: paper.head(5, { time: day }) };
    const { follow, network } = play(paper, { a: old, b: old, c: old, d: { [HEAD]: paper.head(6) } });
    expect((await follow()).found?.head.n).toBe(6);
    expect(network.to('d')).toHaveLength(1);
  });

  it('of more than 26 hours ago stands where no mirror has a newer one', async () => {
    const old = { [HEAD]: paper.head(5, { time: NOW / 1_000 - 27 * 3_600 }) };
    const { follow, network } = play(paper, { a: old, b: old, c: { [HEAD]: { dead: 'refused' } } });
    expect((await follow()).found?.head.n).toBe(5);
    expect(network.seen).toHaveLength(3);
  });

  it('of 25 hours ago is enough by itself', async () => {
    const young = { [HEAD]: paper.head(5, { time: NOW / 1_000 - 25 * 3_600 }) };
    const { follow, network } = play(paper, { a: young, b: young });
    await follow();
    expect(network.seen).toHaveLength(1);
  });
});

describe('the chain of roots', () => {
  it('is followed where a head is signed by keys that only a later root names', async () => {
    const [fresh] = await keysOf(3);
    const next = paper.nextRoot({ head: [fresh] });
    const { follow } = play(paper, {
      a: { [HEAD]: paper.head(6, { root: 2 }, [fresh]), [ROOTS]: next.file },
    });
    const { found, trust } = await follow();
    expect(found?.head.n).toBe(6);
    expect(trust.trusted.root).toEqual(next.root);
  });

  it('is followed where the head that names it cannot be read by this version', async () => {
    const { root, file } = paper.nextRoot({ head: [paper.headKey] });
    const asking = paper.head(5, { root: 2, x: { req: ['telepathy'] } });
    const { follow } = play(paper, { a: { [HEAD]: asking, [ROOTS]: file } });
    const { trust, unreadable } = await follow();
    expect(unreadable).toMatchObject({ n: 5, root: 2 });
    expect(trust.trusted.root).toEqual(root);
  });

  it('ends the keys that it leaves out: what they sign afterwards is refused', async () => {
    const [fresh] = await keysOf(3);
    const next = paper.nextRoot({ head: [fresh] });
    const { follow } = play(paper, { a: { [HEAD]: paper.head(7, { root: 2 }), [ROOTS]: next.file } });
    expect(await follow()).toMatchObject({ found: null, untrusted: true });
  });

  it('with new keys forgets a version that a thief of the old ones pushed up', async () => {
    const [fresh] = await keysOf(3);
    const next = paper.nextRoot({ head: [fresh] });
    const held = await heldOf(paper.head(1_000));
    const { follow } = play(
      paper,
      { a: { [HEAD]: paper.head(6, { root: 2 }, [fresh]), [ROOTS]: next.file } },
      held,
    );
    expect((await follow()).found?.head.n).toBe(6);
  });

  it('is not believed where it does not follow from the known root', async () => {
    const [stranger] = await keysOf(9);
    const forged = signed('root', raw(rootOf(2, { root: [stranger], head: [stranger] })), [stranger]);
    const { follow } = play(paper, {
      a: { [HEAD]: paper.head(6, { root: 2 }, [stranger]), [ROOTS]: joinRoots([forged]) },
      b: { [HEAD]: paper.head(5) },
    });
    const { found, trust } = await follow();
    expect(found?.head.n).toBe(5);
    expect(trust.trusted.root.n).toBe(1);
  });
});

describe('the list of mirrors', () => {
  const list = (n: number, key: Key) =>
    signed('mirrors', raw({ v: 1, publication, n, time: 1, mirrors: mirrorsAt('x.example', 'y.example') }), [
      key,
    ]);
  const ask = (hosts: Parameters<typeof play>[1], known: number, wanted: number) => {
    const { network, asker, trust } = play(paper, hosts);
    const base = 'https://a/';
    return network.until(followMirrors(asker, trust, { n: known, base, wanted }));
  };

  it('is fetched where the head names a newer one than is known', async () => {
    const found = await ask({ a: { [MIRRORS]: list(3, paper.headKey) } }, 2, 3);
    expect(found).toMatchObject({ n: 3, mirrors: mirrorsAt('x.example', 'y.example') });
  });

  it('is not asked for where it is known', async () => {
    expect(await ask({}, 3, 3)).toBeNull();
  });

  it('that is older than the head says sends the question on', async () => {
    const found = await ask(
      { a: { [MIRRORS]: list(2, paper.headKey) }, b: { [MIRRORS]: list(3, paper.headKey) } },
      1,
      3,
    );
    expect(found?.n).toBe(3);
  });

  it('signed by strangers is refused', async () => {
    const [stranger] = await keysOf(9);
    expect(await ask({ a: { [MIRRORS]: list(3, stranger) } }, 1, 3)).toBeNull();
  });
});
