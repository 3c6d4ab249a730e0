/** Heads that a mirror or a thief might serve: the paper's own, changed and signed again. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packJson, refOf } from '../../mirrors/press/deflate.ts';
import { makeKey, readKeys, signFrame } from '../../mirrors/press/keys.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { blockPath } from '../../src/edition/cid.ts';
import type { Kind } from '../../src/edition/frame.ts';
import type { Head } from '../../src/edition/head.ts';
import { headPath } from '../../src/edition/paths.ts';
import type { Shell } from '../../src/edition/shell.ts';
import type { Paper } from './paper.ts';

/** Who signs: the publisher himself, or somebody with a key of his own. */
export type Signatory = 'publisher' | 'stranger';

async function signAs(paper: Paper, who: Signatory, kind: Kind, value: unknown): Promise<Bytes> {
  const body = packJson(JSON.stringify(value));
  const { trusted, signers } = await readKeys(join(paper.newsroom, 'keys'));
  if (who === 'publisher') return signFrame(kind, body, trusted.root.roles.head, signers);
  const { signer } = makeKey();
  return signFrame(kind, body, { threshold: 1, keys: [signer.key] }, [signer]);
}

/** The newest head with some members changed, as a signed frame. */
export async function forgeHead(paper: Paper, change: Partial<Head>, who: Signatory): Promise<Bytes> {
  const { head } = await paper.edition();
  return signAs(paper, who, 'head', { ...head, ...change });
}

/** All cards of the newest head with another title. */
export async function cardsTitled(paper: Paper, title: string): Promise<Head['cards']> {
  const { head } = await paper.edition();
  return head.cards.map((card) => Object.assign([...card], { 5: title }) as typeof card);
}

/** Puts a signed shell frame among the blocks of the site. Returns what a head says of it. */
export async function placeShell(paper: Paper, shell: Shell, who: Signatory): Promise<[string, number]> {
  const ref = refOf(await signAs(paper, who, 'shell', shell).then((frame) => place(paper, frame)));
  return [ref[0], ref[1]];
}

async function place(paper: Paper, block: Bytes): Promise<Bytes> {
  await writeFile(join(paper.site, blockPath(refOf(block)[0])), block);
  return block;
}

/** Puts a head in the place of the newest one on every address. */
export async function replaceHead(paper: Paper, frame: Uint8Array): Promise<void> {
  await writeFile(join(paper.site, headPath(paper.publication)), frame);
}
