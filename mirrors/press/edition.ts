/** The new edition, made in memory and signed: nothing of it is written here. */
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Bytes } from '../../src/edition/bytes.ts';
import type { Head } from '../../src/edition/head.ts';
import { mirrorsPath, rootsPath } from '../../src/edition/paths.ts';
import { joinRoots } from '../../src/edition/root.ts';
import type { Withdrawal } from '../../src/edition/withdrawn.ts';
import type { Config } from '../config.ts';
import { packJson } from './deflate.ts';
import { fitsHead, type HeadFrame, makeHead } from './head.ts';
import { type Keys, signFrame } from './keys.ts';
import { type Cards, loadShell } from './load.ts';
import { type Before, type Fresh, growLog, type Log } from './log.ts';
import { packMessages } from './messages.ts';
import type { blockStore } from './packs.ts';
import { folderGet } from './places.ts';
import { listSections, type Sectioned } from './sections.ts';
import { pressShell, readApp } from './shell.ts';
import type { Spill } from './spill.ts';
import { makeWayIn, publicationCard } from './way-in.ts';
import { packWithdrawn } from './withdrawals.ts';

const DAY_S = 86_400;
const HEAD_LIFE_S = 7 * DAY_S;

/** What an edition is made from. Times in seconds since 1970. */
export interface Material {
  config: Config;
  keys: Keys;
  /** What is published so far, without what is withdrawn. */
  edition: Published | null;
  /** New and changed articles, oldest first. */
  fresh: readonly FreshArticle[];
  spill: Spill;
  /** The editors' order by language; null: as before. */
  top: Record<string, string[]> | null;
  /** What was ever withdrawn, newest first. */
  withdrawn: readonly Withdrawal[];
  blocks: ReturnType<typeof blockStore>;
  time: number;
  renew: boolean;
  /** Folder of the built app; the project's own where none is named. */
  app: string | undefined;
  warn(sentence: string): void;
}

export type Published = Cards & Before;

/** A new or changed article as far as the head must know it. */
export type FreshArticle = Fresh & Sectioned;

export interface Made {
  head: Head;
  log: Log;
  /** Null where the head that lies there says all this already. */
  headBytes: Bytes | null;
  blocks: Map<string, Bytes>;
  /** Roots and mirror list, by path. */
  frames: [string, Bytes][];
  wayIn: Map<string, Bytes>;
}

/** Signs a new edition, or finds that the one before says all this already. */
export async function makeEdition(material: Material): Promise<Made> {
  const { config, keys, edition, fresh, time } = material;
  const { publication, root } = keys.trusted;
  const { blocks, put } = material.blocks;
  const sign = (kind: 'head' | 'mirrors', value: unknown) =>
    signFrame(kind, packJson(JSON.stringify(value)), root.roles.head, keys.signers);

  const frames: [string, Bytes][] = [[rootsPath(publication), joinRoots(keys.rootFrames)]];
  let mirrorsVersion = edition?.mirrors?.n ?? 0;
  if (!isDeepStrictEqual(edition?.mirrors?.mirrors ?? [], config.mirrors)) {
    mirrorsVersion++;
    const list = { v: 1, publication, n: mirrorsVersion, time, mirrors: config.mirrors };
    frames.push([mirrorsPath(publication), await sign('mirrors', list)]);
  }

  const appFolder = resolve(material.app ?? join(import.meta.dirname, '../../dist'));
  const app = await readApp(appFolder);
  let shell = edition?.head.shell ?? null;
  if (app) {
    const before = edition && (await loadShell(folderGet(config.site), edition));
    shell = await pressShell(appFolder, app, {
      before: before && shell && { shell: before.shell, ref: shell },
      object: config.object,
      sign: (body) => signFrame('shell', body, root.roles.shell, keys.signers),
      put,
    });
  } else {
    material.warn(
      `The app is not built in ${appFolder}, so the site gets no new way in: build it with "npm run build" and press again.`,
    );
  }

  const messages = packMessages(config.messages, {
    before: edition?.messages ?? [],
    ...{ time, object: config.object, put },
  });
  const replaced = new Set(fresh.map(({ id }) => id));
  const living = (edition?.views ?? []).filter(({ id }) => !replaced.has(id));
  const n = (edition?.head.n ?? 0) + 1;
  const frame: HeadFrame = {
    ...{ v: 1, publication, root: root.n, n, time, expires: time + HEAD_LIFE_S },
    sections: listSections(
      living.map(({ section }) => section),
      fresh,
      edition?.head.sections ?? [],
    ),
    ...{
      top: knownTop(material),
      withdrawn: packWithdrawn(material.withdrawn, put),
      mirrors: mirrorsVersion,
      shell,
    },
    ...{ messages, x: {} },
  };
  const log = await growLog(edition, fresh, {
    ...{ object: config.object, spill: material.spill, put },
    fitsHead: (tried) => fitsHead(frame, tried),
  });
  const head = makeHead(frame, log);
  const before = edition?.head;
  const isOld = before !== undefined && time - before.time >= DAY_S;
  const isSame = before !== undefined && isDeepStrictEqual(content(head), content(before));
  const current = isSame && !isOld && !material.renew ? before : head;
  const card = publicationCard(keys.trusted, keys.rootFrames[0]!, config.mirrors);
  const { names, languages } = config;
  const name = names[languages[0]]!;
  return {
    ...{ head: current, log, blocks, frames },
    headBytes: current === head ? await sign('head', head) : null,
    wayIn: app ? await makeWayIn(appFolder, card, { name, languages, cards: head.cards }) : new Map(),
  };
}

/** The editors' order, of what is published or about to be. */
function knownTop({ top, edition, fresh }: Material): Head['top'] {
  const picks = Object.entries(top ?? edition?.head.top ?? {});
  if (picks.length === 0) return {};
  const known = new Set<string>();
  for (const { id } of edition?.views ?? []) known.add(id);
  for (const { id } of fresh) known.add(id);
  const lists = picks
    .map(([language, ids]) => [language, ids.filter((id) => known.has(id))] as const)
    .filter(([, ids]) => ids.length > 0);
  return Object.fromEntries(lists);
}

const content = (head: Head) => ({ ...head, n: 0, time: 0, expires: 0 });
